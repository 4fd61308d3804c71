import type { GateResult } from "../protocol/report.ts";
import { type FeedbackTable, isFeedbackMeasure } from "./feedback/feedbackSchema.ts";
import { type Rating, ratingText } from "./feedback/rating.ts";
import type { Criterion, Feature, Phase, Product, phaseMeasures } from "./schema.ts";

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

/**
 * Looks up the rating of a feedback table.
 * @returns the rating, or a sentence that says why there is none (no table here, no rating, synthetic)
 */
export type ReadRating = (table: FeedbackTable) => Promise<Rating | string>;

/** Where criteria look outside the product file. */
export interface Evidence {
  readonly readGate: ReadGate;
  readonly readRating: ReadRating;
}

/** Judges the exit criteria of a phase, in the order written. A criterion that cannot be measured is not met. */
export async function judgePhase(
  product: Product,
  phase: Phase,
  evidence: Evidence,
): Promise<CriterionResult[]> {
  const features = product.features.filter((f) => f.phase === phase.id && f.status !== "dropped");
  const results: CriterionResult[] = [];
  for (const criterion of phase.exit) results.push(await judge(product, features, criterion, evidence));
  return results;
}

async function judge(
  product: Product,
  features: readonly Feature[],
  criterion: Criterion,
  { readGate, readRating }: Evidence,
): Promise<CriterionResult> {
  const { id } = criterion;
  if (criterion.text !== undefined)
    return criterion.done === undefined
      ? { id, met: false, reason: `${criterion.text}: not done yet` }
      : { id, met: true, reason: `${criterion.text}: done on ${criterion.done}` };
  if (isFeedbackMeasure(criterion.measure)) {
    const table = product.feedback.tables.find((other) => other.id === criterion.feedback)!;
    const rating = await readRating(table);
    if (typeof rating === "string") return { id, met: false, reason: `${table.id}: ${rating}` };
    if (`${rating.kind}Lower` !== criterion.measure)
      return {
        id,
        met: false,
        reason: `${table.id}: its rating is ${rating.kind}, not ${criterion.measure.slice(0, 3)}`,
      };
    const met = rating.low !== null && within(rating.low, criterion);
    return { id, met, reason: `${table.id}: ${ratingText(rating)}${bounds(criterion)}` };
  }
  if (criterion.measure !== undefined) {
    const { value, reason } = measure(features, criterion.measure);
    return {
      id,
      met: value !== null && within(value, criterion),
      reason: `${reason}${bounds(criterion, percent)}`,
    };
  }
  const { config } = product.data.find((data) => data.id === criterion.data)!;
  const gate = await readGate(config, criterion);
  return typeof gate === "string"
    ? { id, met: false, reason: `${criterion.data}: ${gate}` }
    : { id, met: gate.passed, reason: `${criterion.data}: ${gate.message}` };
}

function measure(
  features: readonly Feature[],
  name: (typeof phaseMeasures)[number],
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

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

function within(value: number, { min, max }: Criterion): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function bounds({ min, max }: Criterion, write: (bound: number) => string = String): string {
  const parts = [
    min === undefined ? "" : `at least ${write(min)}`,
    max === undefined ? "" : `at most ${write(max)}`,
  ];
  return ` (needs ${parts.filter((part) => part !== "").join(", ")})`;
}
