import { findPrefixes } from "../../prefixes.ts";
import type { PrepareColumn } from "../columnKind.ts";
import { countedPlan } from "./counted.ts";
import { numberedPlan } from "./numbered.ts";
import { patternPlan, readPattern } from "./patterned.ts";

/** Patterns that only say "a whole number". */
const anyNumber = /^\^?-?\??(\[1-9\]|\\d|\[0-9\])?(\\d|\[0-9\])([+*]|\{\d+(,\d+)?\})?\$?$/;

/** Rows that hold a prefix, at least, for it to be kept. */
const minPrefixRows = 5;

/** Ids are never fitted: they count on, or are drawn from the range or the pattern of the real ones; unique. */
export const prepareId: PrepareColumn = (training, spec, { random, everyRow, holders }) => {
  if (spec.role !== "id" && spec.sdtype !== "id") return null;
  const { pattern } = spec;
  const column = everyRow ?? training;
  const isNumber = pattern === null || anyNumber.test(pattern);
  if (column.kind === "datetime") return { plan: countedPlan(column, spec) };
  const numbered = isNumber ? numberedPlan(column, spec, random) : null;
  if (numbered !== null) return { plan: numbered };
  if (pattern === null || /[+*]\$?$/.test(pattern)) return { plan: countedPlan(column, spec) };
  return {
    plan: patternPlan(column, spec, {
      pattern: readPattern(spec, true),
      unique: true,
      random,
      prefixes: findPrefixes(training, Math.max(spec.minCategoryCount, minPrefixRows), holders),
    }),
  };
};
