import type { GateResult } from "../protocol/report.ts";
import type { Criterion, Feature, Phase, Product } from "./schema.ts";

/** Whether a criterion of a phase is met, and why. */
export interface CriterionResult {
  readonly id: string;
  readonly met: boolean;
  readonly reason: string;
}

/**
 * Looks up a gate in the newest report of a data set.
 * @returns the result, or a sentence that says why there is none (never run, stale, no report)
 */
export type ReadGate = (config: string, gate: Criterion) => Promise<GateResult | string>;

/** Judges the exit criteria of a phase, in the order written. A criterion that cannot be measured is not met. */
export async function judgePhase(
  product: Product,
  phase: Phase,
  readGate: ReadGate,
): Promise<CriterionResult[]> {
  const features = product.features.filter((f) => f.phase === phase.id && f.status !== "dropped");
  const results: CriterionResult[] = [];
  for (const criterion of phase.exit) results.push(await judge(product, features, criterion, readGate));
  return results;
}

async function judge(
  product: Product,
  features: readonly Feature[],
  criterion: Criterion,
  readGate: ReadGate,
): Promise<CriterionResult> {
  const { id } = criterion;
  if (criterion.text !== undefined)
    return criterion.done === undefined
      ? { id, met: false, reason: `${criterion.text}: not done yet` }
      : { id, met: true, reason: `${criterion.text}: done on ${criterion.done}` };
  if (criterion.measure !== undefined) {
    const { value, reason } = measure(features, criterion.measure);
    return { id, met: value !== null && within(value, criterion), reason: `${reason}${bounds(criterion)}` };
  }
  const { config } = product.data.find((data) => data.id === criterion.data)!;
  const gate = await readGate(config, criterion);
  return typeof gate === "string"
    ? { id, met: false, reason: `${criterion.data}: ${gate}` }
    : { id, met: gate.passed, reason: `${criterion.data}: ${gate.message}` };
}

function measure(
  features: readonly Feature[],
  name: NonNullable<Criterion["measure"]>,
): { value: number | null; reason: string } {
  const counted = (done: number, all: number, what: string) =>
    all === 0
      ? { value: null, reason: `there are no ${what} in this phase` }
      : { value: done / all, reason: `${done} of ${all} ${what} done` };
  const isDone = ({ status }: Feature) => status === "done";
  if (name === "featuresDone") {
    const planned = features.filter(({ moscow }) => moscow !== "wont");
    return counted(planned.filter(isDone).length, planned.length, "features");
  }
  if (name === "mustsDone") {
    const musts = features.filter(({ moscow }) => moscow === "must");
    return counted(musts.filter(isDone).length, musts.length, "Musts");
  }
  const stories = features.flatMap((feature) => feature.stories);
  return counted(stories.filter((story) => story.done).length, stories.length, "stories");
}

function within(value: number, { min, max }: Criterion): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function bounds({ min, max }: Criterion): string {
  const parts = [min === undefined ? "" : `at least ${min}`, max === undefined ? "" : `at most ${max}`];
  return ` (needs ${parts.filter((part) => part !== "").join(", ")})`;
}
