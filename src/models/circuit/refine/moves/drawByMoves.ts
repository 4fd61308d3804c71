import type { Random } from "../../../../numerics/random.ts";
import type { TokenCircuit } from "../../query/tokenCircuit.ts";
import type { TokenColumns } from "../../train/emEngine.ts";
import { selectBalanced } from "../balancedSelection.ts";
import { rakedChances } from "../rakedChances.ts";
import type { Chains } from "./chains.ts";
import type { Movers } from "./movers.ts";
import { type MoveSchedule, treeCounts } from "./moveSchedule.ts";
import type { MoveTables } from "./moveTables.ts";
import { replaceRare } from "./replaceRare.ts";
import { freshChains, selectedChains } from "./startChains.ts";

/** Rows moved per row kept: room for raking. */
const pool = 1.3;

export interface MovedDraw {
  readonly circuit: TokenCircuit;
  readonly tables: MoveTables;
  readonly movers: Movers;
  readonly schedule: MoveSchedule;
  /** Whether the circuit is one under conditions: its rows have shares of their own, so none are restored. */
  readonly conditioned: boolean;
}

/** Tokens of `rows` fresh rows that have gone through the schedule; a block of rows is drawn, moved, raked and selected together. */
export async function drawByMoves(
  { circuit, tables, movers, schedule, conditioned }: MovedDraw,
  rows: number,
  random: Random,
): Promise<TokenColumns> {
  const moved = conditioned ? rows : Math.ceil(pool * rows);
  const chains =
    schedule.start === undefined
      ? freshChains(circuit, moved, random)
      : selectedChains(circuit, schedule.start, moved, random.fork("start"));
  await movers.move(chains, treeCounts(schedule), random.fork("moves"));
  const shown = conditioned ? chains : raked(circuit, chains, schedule, { rows, random });
  return replaceRare(circuit.books, tables, shown, random);
}

/** A part of the rows in which every token has its share. */
function raked(
  { shape, books }: TokenCircuit,
  chains: Chains,
  { shares }: MoveSchedule,
  { rows, random }: { readonly rows: number; readonly random: Random },
): Chains {
  const { tokens, states } = chains;
  const chances = rakedChances(tokens, { books, shares }, rows);
  const chosen = selectBalanced(chances, { tokens, sizes: shape.sizes }, rows, random);
  const take = (column: Int32Array): Int32Array => Int32Array.from(chosen, (i) => column[i]!);
  return { rows, tokens: tokens.map(take), states: states.map(take) };
}
