import type { Random } from "../../../../numerics/random.ts";
import type { TokenCircuit } from "../../query/tokenCircuit.ts";
import type { TokenColumns } from "../../train/emEngine.ts";
import { leafMasks } from "../leafMasks.ts";
import { ratioFeatures } from "../ratioFeatures.ts";
import { drawByMoves } from "./drawByMoves.ts";
import { Movers } from "./movers.ts";
import type { MoveSchedule } from "./moveSchedule.ts";
import { moveTables } from "./moveTables.ts";

/** Gives tokens of fresh rows, block by block. */
export interface TokenSource {
  draw(rows: number, random: Random): Promise<TokenColumns>;
  dispose(): Promise<void>;
}

export interface MovedSourceOptions {
  /** Rows that will be drawn. */
  readonly rows: number;
  readonly conditioned: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Rows of a circuit that go through a schedule of moves. */
export function openMovedSource(
  circuit: TokenCircuit,
  schedule: MoveSchedule,
  { rows, conditioned, signal }: MovedSourceOptions,
): TokenSource {
  const { shape, parameters, books } = circuit;
  const features = ratioFeatures(books, schedule);
  const movers = new Movers({ setup: { shape, parameters, features }, rows, signal });
  movers.setTrees(
    leafMasks(
      schedule.rounds.flat(),
      features.map((f) => f.binner.bins),
    ),
  );
  const tables = moveTables(shape, parameters);
  return {
    draw: (size, random) => drawByMoves({ circuit, tables, movers, schedule, conditioned }, size, random),
    dispose: () => movers.dispose(),
  };
}
