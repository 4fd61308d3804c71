import type { Feature } from "./schema.ts";
import { type Moscow, moscowGroups } from "./words.ts";

/** Shares of effort that the DSDM Agile Project Framework, chapter 10, advises. */
export const maxMustShare = 0.6;
const minCouldShare = 0.1;
const minEfforts = 3;

/** Effort of one phase by MoSCoW group. */
export interface MoscowEffort {
  /** Person-months a group; features without effort count 0. */
  readonly effort: Readonly<Record<Moscow, number>>;
  /** Must ÷ (Must + Should + Could), 0 to 1; null where fewer than three features have an effort. */
  readonly mustShare: number | null;
  /** A Must share above 60 % comes first. */
  readonly advice: readonly string[];
  /** Ids of features of the three groups that have no effort. */
  readonly withoutEffort: readonly string[];
}

/**
 * Adds up the effort of features by MoSCoW group and compares the shares with the advice of DSDM: Must at most 60 % of the
 * effort, about 20 % Could, and something agreed as Won't. Dropped features do not count.
 */
export function moscowEffort(features: readonly Feature[]): MoscowEffort {
  const effort = { must: 0, should: 0, could: 0, wont: 0 } satisfies Record<Moscow, number>;
  const planned = features.filter(({ status, moscow }) => status !== "dropped" && moscow !== undefined);
  for (const { moscow, rice } of planned) effort[moscow!] += rice?.effort ?? 0;
  const inPlan = planned.filter(({ moscow }) => moscow !== "wont");
  const withoutEffort = inPlan.filter(({ rice }) => rice?.effort === undefined).map(({ id }) => id);
  const total = effort.must + effort.should + effort.could;
  const enough = inPlan.length - withoutEffort.length >= minEfforts && total > 0;
  const mustShare = enough ? effort.must / total : null;
  return { effort, mustShare, advice: advise(planned, effort, enough ? total : null), withoutEffort };
}

function advise(
  planned: readonly Feature[],
  effort: Readonly<Record<Moscow, number>>,
  total: number | null,
): string[] {
  if (total === null) return [];
  const advice: string[] = [];
  const must = effort.must / total;
  if (must > maxMustShare)
    advice.push(
      `Must takes ${Math.round(must * 100)} % of the effort; above 60 % nothing is left when an estimate is wrong. Ask of each Must what happens if it is not met.`,
    );
  if (effort.could / total < minCouldShare)
    advice.push("Could takes less than 10 % of the effort: there is little to leave out if time runs short.");
  if (!planned.some(({ moscow }) => moscow === "wont"))
    advice.push("No feature is Won't: agree on what is left out this time.");
  return advice;
}

type Planned = { readonly status: Feature["status"]; readonly moscow?: Moscow | null | undefined };

/** Whether a feature is to be built this time: neither dropped nor Won't. */
export function isPlanned({ status, moscow }: Planned): boolean {
  return status !== "dropped" && moscow !== "wont";
}

/** Whether a planned feature is still to be done. */
export function isLeft(feature: Planned): boolean {
  return isPlanned(feature) && feature.status !== "done";
}

/** Place of a group in the order Must, Should, Could, none, Won't. */
export function groupPlace(moscow: Moscow | undefined): number {
  if (moscow === undefined) return 3;
  return moscow === "wont" ? 4 : moscowGroups.indexOf(moscow);
}
