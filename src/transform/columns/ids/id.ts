import type { ColumnSpec } from "../../../config/columnSpec.ts";
import type { Column } from "../../../table/table.ts";
import { findPrefixes } from "../../prefixes.ts";
import type { PrepareColumn, PrepareContext } from "../columnKind.ts";
import { payloadColumn, withoutCheck } from "./checkDigit.ts";
import { type CountedPlan, countedPlan } from "./counted.ts";
import { type NumberedPlan, numberedPlan } from "./numbered.ts";
import { type PatternPlan, patternPlan, readPattern } from "./patterned.ts";

/** Patterns that only say "a whole number". */
const anyNumber = /^\^?-?\??(\[1-9\]|\\d|\[0-9\])?(\\d|\[0-9\])([+*]|\{\d+(,\d+)?\})?\$?$/;

/** Rows that hold a prefix, at least, for it to be kept. */
const minPrefixRows = 5;

/** Ids are never fitted: they count on, or are drawn from the range or the pattern of the real ones; unique. */
export const prepareId: PrepareColumn = (training, spec, context) => {
  if (spec.role !== "id" && spec.sdtype !== "id") return null;
  const column = context.everyRow ?? training;
  const checked = withoutCheck(column, spec);
  if (checked === undefined) return { plan: idPlan(column, spec, { ...context, training }) };
  const plan = idPlan(checked.column, checked.spec, { ...context, training: payloadColumn(training) });
  return {
    plan:
      plan.kind === "counted"
        ? idPlan(column, spec, { ...context, training })
        : { ...plan, check: checked.check },
  };
};

function idPlan(
  column: Column,
  spec: ColumnSpec,
  { training, random, holders }: PrepareContext & { readonly training: Column },
): CountedPlan | NumberedPlan | PatternPlan {
  const { pattern } = spec;
  const isNumber = pattern === null || anyNumber.test(pattern);
  if (column.kind === "datetime") return countedPlan(column, spec);
  const numbered = isNumber ? numberedPlan(column, spec, random) : null;
  if (numbered !== null) return numbered;
  if (pattern === null || /[+*]\$?$/.test(pattern)) return countedPlan(column, spec);
  return patternPlan(column, spec, {
    pattern: readPattern(spec, true),
    unique: true,
    random,
    prefixes: findPrefixes(training, Math.max(spec.minCategoryCount, minPrefixRows), holders),
  });
}
