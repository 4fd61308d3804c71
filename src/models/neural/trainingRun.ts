import type { TrainingLoop } from "../../engine/trainingLoop.ts";
import { nextTurn } from "../../numerics/breathe.ts";
import { type JsonValue, ModelError } from "../../transform/modelTable.ts";
import type { FitContext, ModelState } from "../synthesizer.ts";

/** A training loop with its batches and its place in the fit. */
export interface TrainingRun {
  readonly loop: TrainingLoop;
  /** The inputs of `count` steps from `firstStep` (from 0) on; they depend on the numbers of the steps alone. */
  fill(firstStep: number, count: number): ReadonlyMap<string, Float32Array>;
  /** Bytes of one step's inputs. */
  readonly stepBytes: number;
  /** Steps per call of the loop; default 32. */
  readonly maxSteps?: number;
  readonly firstStep: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly context: FitContext;
  /** State to continue from: the loop's and what else there is. */
  snapshot(step: number): ModelState;
  /** Says what to do about a loss that is not finite. */
  diverged(step: number): ModelError;
  /** Called after each epoch, the last included; false ends training. */
  afterEpoch?(epoch: number): Promise<boolean>;
  /** Named values to show beside the losses of the last step. */
  shown?(): Readonly<Record<string, number>>;
}

const chunkMs = 150;
const chunkBytes = 48e6;
const progressMs = 300;

/** Runs the steps that are left, several per call of the loop; every metric of the loop is a loss. */
export async function runTraining(run: TrainingRun): Promise<void> {
  const { loop, context, stepsPerEpoch, epochs } = run;
  const total = stepsPerEpoch * epochs;
  const maxSteps = Math.max(1, Math.min(run.maxSteps ?? 32, Math.floor(chunkBytes / run.stepBytes)));
  let step = run.firstStep;
  let chunk = 1;
  let lastProgress = 0;
  while (step < total) {
    if (context.signal.aborted) {
      if (step > 0) await context.checkpoint?.save(run.snapshot(step));
      context.signal.throwIfAborted();
    }
    const started = performance.now();
    const count = Math.min(chunk, total - step, stepsPerEpoch - (step % stepsPerEpoch));
    const losses = await loop.run(count, run.fill(step, count));
    for (const values of losses.values()) {
      const bad = values.findIndex((loss) => !Number.isFinite(loss));
      if (bad >= 0) throw run.diverged(step + bad);
    }
    step += count;
    chunk = Math.max(1, Math.min(maxSteps, Math.round((chunkMs * count) / (performance.now() - started))));
    const epoch = Math.ceil(step / stepsPerEpoch);
    const epochEnds = step % stepsPerEpoch === 0;
    const goOn = !epochEnds || ((await run.afterEpoch?.(epoch)) ?? true);
    const now = performance.now();
    if (epochEnds || now - lastProgress > progressMs) {
      lastProgress = now;
      context.progress({
        fraction: goOn ? step / total : 1,
        label: `epoch ${epoch}/${epochs}`,
        epoch,
        epochs,
        epochEnds,
        losses: {
          ...Object.fromEntries([...losses].map(([name, values]) => [name, values[count - 1]!])),
          ...run.shown?.(),
        },
      });
    }
    if (!goOn) return;
    if (context.checkpoint?.due() && step < total) await context.checkpoint.save(run.snapshot(step));
    await nextTurn();
  }
}

/** The loop's state and `json` as a checkpoint of this `kind`. */
export function loopSnapshot(
  kind: string,
  loop: TrainingLoop,
  json: Readonly<Record<string, JsonValue>>,
): ModelState {
  const parts = new Map<string, Uint8Array>();
  for (const name of loop.names) parts.set(name, new Uint8Array(loop.read(name).slice().buffer));
  return { json: { ...json, kind }, parts };
}

/**
 * Puts a checkpoint back into the loop and returns its JSON.
 * @throws ModelError when it was made by another model, with other data or options
 */
export function restoreLoop(kind: string, loop: TrainingLoop, state: ModelState): Record<string, JsonValue> {
  const saved = state.json as Record<string, JsonValue>;
  if (saved?.["kind"] !== kind)
    throw new ModelError("the checkpoint is not one of this model; start the run again");
  for (const name of loop.names) {
    const bytes = state.parts.get(name);
    if (bytes === undefined || bytes.byteLength !== loop.read(name).byteLength)
      throw new ModelError("the checkpoint was made with other data or options; start the run again");
    loop.write(name, new Float32Array(bytes.slice().buffer));
  }
  return saved;
}
