import type { FreePlan, LinearPlan, VariablePlan } from "../rulesPlan.ts";

/** The places of the variables that a variable is bounded by, multiplied with or the sum of. */
export function boundBy(source: FreePlan | LinearPlan): number[] {
  if (source.kind === "linear") return source.form.terms.map(([v]) => v);
  const bounds = [...source.bounds.lower, ...source.bounds.upper, ...(source.anchor?.bounds ?? [])];
  return [
    ...bounds.flatMap(({ terms }) => terms.map(([v]) => v)),
    ...(source.ratio?.powers ?? []).map(([v]) => v),
  ];
}

/** Whether the model learns the values themselves. */
export function isPlain(source: VariablePlan["source"]): boolean {
  return source.kind === "free" && source.anchor === null && source.ratio === undefined;
}
