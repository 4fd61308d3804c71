import { makeBreathe } from "../../../numerics/breathe.ts";
import type { Random } from "../../../numerics/random.ts";
import type { FitContext } from "../../synthesizer.ts";
import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import type { TrainingTokens } from "../train/trainingTokens.ts";
import type { Refinement } from "./chooseRefinement.ts";
import type { DensityRatio } from "./densityRatio.ts";
import { fitSelection } from "./fitSelection.ts";
import { fitMoves, maxRounds } from "./moves/fitMoves.ts";
import type { MoveSchedule } from "./moves/moveSchedule.ts";

const selectionRounds = 4;

export interface FittedRefinement {
  readonly ratio: DensityRatio | undefined;
  readonly moves: MoveSchedule | undefined;
  readonly treesPerRound: readonly number[];
}

interface RefinementFit {
  readonly random: Random;
  readonly context: FitContext;
  progress(done: number, label: string): void;
}

/** Fits the refinement that was chosen. Moves come with a ratio that selects, for plans of very many rows. */
export async function fitRefinement(
  refinement: Refinement,
  circuit: { readonly shape: CircuitShape; readonly parameters: CircuitParameters },
  training: TrainingTokens,
  { random, context, progress }: RefinementFit,
): Promise<FittedRefinement> {
  if (refinement === "none") return { ratio: undefined, moves: undefined, treesPerRound: [] };
  if (refinement === "select") {
    const treesPerRound: number[] = [];
    const ratio = await fitSelection(circuit, training, {
      rounds: selectionRounds,
      random,
      breathe: makeBreathe(context.signal),
      report(round, trees) {
        treesPerRound.push(trees);
        progress((round + 1) / selectionRounds, `refinement ${round + 1}/${selectionRounds}`);
      },
    });
    return { ratio, moves: undefined, treesPerRound };
  }
  const moves = await fitMoves(circuit, training, {
    random,
    context,
    report: (done, round) => progress(done, `refinement, round ${round + 1} of at most ${maxRounds}`),
  });
  return { ratio: moves?.start, moves, treesPerRound: moves?.rounds.map((r) => r.length) ?? [] };
}
