import type { ColumnSpec } from "../config/columnSpec.ts";
import { type Column, columnLength, missingCount } from "../table/table.ts";
import { findGrid } from "./datetimeGrid.ts";
import { ModelError } from "./modelTable.ts";
import { type Pattern, parsePattern } from "./pattern.ts";
import type { PreparedColumn } from "./preparedColumn.ts";
import type { PatternPlan } from "./restorePlan.ts";
import { readNumber } from "./spelling.ts";

/** Columns no model ever sees: dropped, ids, free text, empty ones. Null when the column is to be learnt. */
export function prepareSide(column: Column, spec: ColumnSpec): PreparedColumn | null {
  if (spec.role === "drop") return { plan: null, dropped: "its role is drop" };
  if (spec.role === "id" || spec.sdtype === "id") return { plan: idPlan(column, spec) };
  if (spec.sdtype === "text") return prepareText(column, spec);
  if (missingCount(column) < columnLength(column)) return null;
  if (spec.missing === "never")
    return {
      plan: null,
      dropped: "it has no value",
      warning: `column ${spec.name} is left out: it has no value, and missing is "never"`,
    };
  return { plan: { kind: "missing", name: spec.name, output: column.kind } };
}

function prepareText(column: Column, spec: ColumnSpec): PreparedColumn {
  if (spec.pattern === null) return { plan: null, dropped: "it is free text, which is never copied" };
  const pattern = readPattern(spec, false);
  const rows = Math.max(1, columnLength(column));
  return {
    plan: {
      ...patternPlan(column, spec, pattern, false),
      missingShare: spec.missing === "never" ? 0 : missingCount(column) / rows,
    },
    warning: `column ${spec.name} is free text: filled with made-up values of the pattern ${spec.pattern}`,
  };
}

function idPlan(column: Column, spec: ColumnSpec): PreparedColumn["plan"] {
  if (column.kind !== "string") {
    let largest = column.kind === "number" ? 0 : Number.NEGATIVE_INFINITY;
    for (const v of column.values) if (v > largest) largest = v;
    const unit = column.kind === "number" ? 1 : findGrid(column.values).unit;
    const step = unit === "month" ? 31 * 86_400_000 : unit;
    const last = Number.isFinite(largest) ? Math.floor(largest) : 0;
    const start = column.kind === "number" ? roundUp(last) + 1 : last + 1000 * step;
    return { kind: "counted", name: spec.name, output: column.kind, start, step };
  }
  if (spec.pattern !== null && !/^\^?(\\d|\[0-9\])[+*]\$?$/.test(spec.pattern))
    return patternPlan(column, spec, readPattern(spec, true), true);
  let largest = 0;
  for (const text of column.dictionary) {
    const v = readNumber(text);
    if (v > largest && v < 2 ** 50) largest = Math.floor(v);
  }
  return { kind: "counted", name: spec.name, output: "string", start: roundUp(largest) + 1, step: 1 };
}

/**
 * Ranks to draw from: beyond the source's own ranks on the roomier side, where they can be told and at least ten times
 * as many are free as there are rows, so that no made-up id equals a real one; otherwise all.
 */
function patternPlan(column: Column, spec: ColumnSpec, pattern: Pattern, unique: boolean): PatternPlan {
  const size = Math.min(pattern.size, 2 ** 48);
  let first = 0;
  let free = size;
  if (column.kind === "string") {
    let low = size;
    let high = -1;
    let ranked = 0;
    for (const text of column.dictionary) {
      const rank = pattern.rank(text);
      if (rank === undefined) continue;
      ranked++;
      if (rank < low) low = rank;
      if (rank > high) high = rank;
    }
    const room = Math.max(low, size - 1 - high);
    if (ranked > 0 && room >= 10 * columnLength(column)) {
      const above = size - 1 - high >= low;
      const past = above && size - roundUp(high + 1) >= room / 2 ? roundUp(high + 1) : high + 1;
      first = above ? past : 0;
      free = above ? size - past : low;
    }
  }
  const output = column.kind === "number" ? "number" : "string";
  return {
    kind: "pattern",
    name: spec.name,
    output,
    pattern: spec.pattern!,
    first,
    size: free,
    unique,
    missingShare: 0,
  };
}

/** To two significant digits, so that the plan does not tell the largest real id. */
function roundUp(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1);
  return Math.ceil(n / unit) * unit;
}

function readPattern(spec: ColumnSpec, distinct: boolean): Pattern {
  try {
    return parsePattern(spec.pattern!, { distinct });
  } catch (error) {
    throw new ModelError(`column ${spec.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
