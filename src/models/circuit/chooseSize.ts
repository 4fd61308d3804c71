import type { Random } from "../../engine/random.ts";
import type { FitContext } from "../synthesizer.ts";
import type { Codebook } from "./codebook.ts";
import type { TokenColumns } from "./emEngine.ts";
import { type TrainPlan, trainCircuit } from "./train.ts";
import type { ColumnTree } from "./tree.ts";

/** What was tried: validation log likelihood per row, of tokens, by number of states. */
export interface SizeTrial {
  readonly states: number;
  readonly validation: number;
}

/** States more likelihood may be given up for, in nats per row: sharper circuits are harder to tell from the data. */
const tolerance = 0.1;
const pilotRows = 12_000;
const pilotSteps = 120;
const smallest = 4;
const largest = 512;

/** Where the search starts: about one state per 150 rows. */
export function startingSize(rows: number): number {
  return Math.min(256, Math.max(smallest, 2 ** Math.round(Math.log2(Math.max(1, rows / 150)))));
}

/**
 * The largest number of states whose held-out likelihood after a short training is within `tolerance` of the best one tried.
 * Halves and doubles from `startingSize`; doubles only while that pays.
 */
export async function chooseSize(
  books: readonly Codebook[],
  tokens: TokenColumns,
  tree: ColumnTree,
  rows: number,
  validationShare: number,
  plan: Omit<TrainPlan, "states">,
  random: Random,
  context: FitContext,
  report: (trial: SizeTrial) => void,
): Promise<{ readonly states: number; readonly trials: readonly SizeTrial[] }> {
  const order = random.permutation(rows);
  const held = order.subarray(0, Math.min(4000, Math.max(1, Math.round(rows * validationShare))));
  const train = order.subarray(held.length, Math.min(rows, held.length + pilotRows));
  const epochs = Math.max(1, Math.min(plan.epochs, Math.round((pilotSteps * plan.batch) / train.length)));
  const trials: SizeTrial[] = [];
  const attempt = async (states: number): Promise<number> => {
    const fit = await trainCircuit(
      books,
      tokens,
      tree,
      train,
      held,
      { ...plan, states, epochs },
      random.fork(`size ${states}`),
      context,
      () => undefined,
    );
    const trial = { states, validation: fit.validation };
    trials.push(trial);
    report(trial);
    return trial.validation;
  };
  const start = startingSize(rows);
  const middle = await attempt(start);
  let best = middle;
  let low = start / 2;
  // Fewer states, while they are clearly better.
  for (let last = middle; low >= smallest; low /= 2) {
    const value = await attempt(low);
    best = Math.max(best, value);
    if (value < last + tolerance) break;
    last = value;
  }
  if (
    trials.length === 2 &&
    trials[1]!.validation < middle + tolerance &&
    start * 2 <= largest &&
    rows < 30_000
  ) {
    const value = await attempt(start * 2);
    best = Math.max(best, value);
  }
  const states = Math.max(...trials.filter((t) => t.validation >= best - tolerance).map((t) => t.states));
  return { states, trials };
}
