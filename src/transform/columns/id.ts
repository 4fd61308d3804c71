import type { PrepareColumn } from "./columnKind.ts";
import { countedPlan } from "./counted.ts";
import { patternPlan, readPattern } from "./patterned.ts";

/** Ids are never fitted: counted beyond the largest, or generated from the pattern, unique. */
export const prepareId: PrepareColumn = (column, spec) => {
  if (spec.role !== "id" && spec.sdtype !== "id") return null;
  const counts = spec.pattern === null || /^\^?(\\d|\[0-9\])[+*]\$?$/.test(spec.pattern);
  if (column.kind !== "string" || counts) return { plan: countedPlan(column, spec) };
  return { plan: patternPlan(column, spec, readPattern(spec, true), true) };
};
