import type { Random } from "../../../numerics/random.ts";
import { heldRows } from "../../heldRows.ts";
import type { FitContext } from "../../synthesizer.ts";
import { type TrainPlan, trainCircuit } from "./train.ts";
import type { TrainingTokens } from "./trainingTokens.ts";

/** What a pilot tries: states of every latent, and pseudo-rows of each state's own normal. */
export interface Trial {
  readonly states: number;
  readonly normal: number;
}

/** Trains on some of the rows, large tables briefly. Resolves to the mean log likelihood of rows held out, of tokens, in nats per row. */
export interface Pilot {
  /** Rows held out. */
  readonly held: number;
  validationOf(trial: Trial): Promise<number>;
}

const pilotRows = 12_000;
/** Rows a pilot reads in all: few rows are read as often as in the end, since what is remembered shows only then. */
const pilotReads = 30_000;
const maxHeld = 4000;
/** Pilots a search usually makes: its progress. */
const usualTrials = 4;

export interface PilotOptions {
  readonly rows: number;
  /** Share of the rows held out, 0..1; 4,000 at most. */
  readonly validationShare: number;
  readonly plan: Omit<TrainPlan, "states">;
  readonly random: Random;
  readonly context: FitContext;
  /** Called as the pilots progress: share done, 0 to 1, and what is being tried. */
  report(fraction: number, trial: Trial): void;
}

/** All pilots share the rows that train, 12,000 at most, and the rows held out. */
export function makePilot(
  training: TrainingTokens,
  { rows, validationShare, plan, random, context, report }: PilotOptions,
): Pilot {
  const count = Math.min(maxHeld, Math.max(1, Math.round(rows * validationShare)));
  const { held, others } = heldRows(rows, count, { random, units: training.units });
  const train = others.subarray(0, pilotRows);
  const epochs = Math.max(1, Math.min(plan.epochs, Math.round(pilotReads / train.length)));
  let before = 0;
  return {
    held: held.length,
    async validationOf(trial) {
      const { states, normal } = trial;
      const { validation } = await trainCircuit(training, {
        rows: train,
        held,
        plan: { ...plan, states, epochs, smoothing: { ...plan.smoothing, normal } },
        random: random.fork(`size ${states}`),
        context,
        report: (epoch) => report(Math.min(1, (before + (epoch + 1) / epochs) / usualTrials), trial),
      });
      before++;
      return validation;
    },
  };
}
