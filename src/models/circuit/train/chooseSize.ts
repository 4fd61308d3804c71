import type { Random } from "../../../numerics/random.ts";
import type { FitContext } from "../../synthesizer.ts";
import { type TrainPlan, trainCircuit } from "./train.ts";
import type { TrainingTokens } from "./trainingTokens.ts";

/** What was tried: validation log likelihood per row, of tokens, by number of states. */
export interface SizeTrial {
  readonly states: number;
  readonly validation: number;
}

/** Nats per row by which another size must be better to be taken instead of the one before it; more where few rows judge. */
const clearly = (held: number) => Math.max(0.1, 1.5 / Math.sqrt(held));
const pilotRows = 12_000;
const pilotSteps = 60;
const smallest = 4;
const largest = 512;

/** A short training flatters large circuits: one doubling at most, and never fewer rows per state than this. */
const minRowsPerState = 75;

/** Where the search starts: about one state per 150 rows, between 8 and 256. */
export function startingSize(rows: number): number {
  return Math.min(256, Math.max(8, 2 ** Math.round(Math.log2(Math.max(1, rows / 150)))));
}

export interface SizeSearch {
  readonly rows: number;
  /** Share of the rows held out to judge a size, 0..1. */
  readonly validationShare: number;
  /** Whether more states than those of the start may be tried. */
  readonly mayDouble: boolean;
  readonly plan: Omit<TrainPlan, "states">;
  readonly random: Random;
  readonly context: FitContext;
  /** Called as the search progresses: share done, 0 to 1, and the size being tried. */
  report(fraction: number, states: number): void;
}

/** Sizes a search usually tries: its progress. */
const usualTrials = 3;

/**
 * Chooses the number of states by held-out likelihood after a short training on at most 12,000 rows: halved from `startingSize` while
 * that is no worse; else, where half of it is worse, doubled once if that is clearly better and allowed.
 */
export async function chooseSize(
  training: TrainingTokens,
  { rows, validationShare, mayDouble, plan, random, context, report }: SizeSearch,
): Promise<{ readonly states: number; readonly trials: readonly SizeTrial[] }> {
  const order = random.permutation(rows);
  const held = order.subarray(0, Math.min(4000, Math.max(1, Math.round(rows * validationShare))));
  const train = order.subarray(held.length, Math.min(rows, held.length + pilotRows));
  const epochs = Math.max(1, Math.min(plan.epochs, Math.round((pilotSteps * plan.batch) / train.length)));
  const trials: SizeTrial[] = [];
  const attempt = async (states: number): Promise<number> => {
    const { validation } = await trainCircuit(training, {
      rows: train,
      held,
      plan: { ...plan, states, epochs },
      random: random.fork(`size ${states}`),
      context,
      report: (epoch) => report(Math.min(1, (trials.length + (epoch + 1) / epochs) / usualTrials), states),
    });
    trials.push({ states, validation });
    return validation;
  };
  const clear = clearly(held.length);
  const start = startingSize(rows);
  let states = start;
  let best = await attempt(start);
  let half = -Infinity;
  for (let next = start / 2; next >= smallest; next /= 2) {
    const value = await attempt(next);
    if (next === start / 2) half = value;
    if (!(value >= best)) break;
    best = value;
    states = next;
  }
  const double = 2 * start;
  if (mayDouble && best > half + clear / 2 && double <= Math.min(largest, rows / minRowsPerState))
    if ((await attempt(double)) > best + clear) states = double;
  return { states, trials };
}
