import type { ColumnSpec } from "../config/columnSpec.ts";
import { type DatePeriod, parseWhere, WhereError } from "../config/where.ts";
import { readSpelledNumber } from "../table/cells/readSpelled.ts";
import type { Condition } from "../table/condition.ts";
import { literal } from "../table/duckdb.ts";
import { readPeriod } from "../transform/datePeriod.ts";
import type { SqlColumn } from "./gridColumns.ts";

/**
 * SQL for the rows that meet all conditions, in the syntax of `--where`. Every column can be asked for here, ids and free text too: the
 * rows exist already.
 * @throws WhereError, in a person's words
 */
export function gridFilter(where: readonly string[], columns: readonly SqlColumn[]): string {
  if (where.length === 0) return "true";
  const conditions = parse(where, columns);
  return conditions.map((condition) => sqlOf(condition, columns)).join(" AND ");
}

function parse(where: readonly string[], columns: readonly SqlColumn[]): Condition[] {
  try {
    return parseWhere(where, columns.map(specOf), periodOf);
  } catch (error) {
    // this is no option of a command here
    throw error instanceof WhereError ? new WhereError(error.message.replace(/^--where /, "")) : error;
  }
}

/** Nothing of the values is known that a condition could be outside of. */
function specOf({ name, kind, format }: SqlColumn): ColumnSpec {
  return {
    name,
    sdtype: kind === "number" ? "numerical" : kind === "date" ? "datetime" : "categorical",
    role: "feature",
    format,
    decimals: null,
    min: null,
    max: null,
    missing: "model",
    maxCategories: 0,
    minCategoryCount: 0,
    pattern: null,
  };
}

function periodOf(text: string, { format }: ColumnSpec): DatePeriod | undefined {
  for (const pattern of format.dateForms ?? [format.dateFormat]) {
    const period = readPeriod(text, pattern);
    if (period !== undefined) return period;
  }
  return undefined;
}

function sqlOf(condition: Condition, columns: readonly SqlColumn[]): string {
  const k = columns.findIndex(({ name }) => name === condition.column);
  const { order, format } = columns[k]!;
  if (condition.op === "missing") return `c${k} IS NULL`;
  if (condition.op === "present") return `c${k} IS NOT NULL`;
  if (condition.op === "range") {
    const key = order ?? `TRY_CAST(c${k} AS DOUBLE)`;
    const { min, max } = condition;
    return `(${key} >= ${min ?? "-1e308"} AND ${key} <= ${max ?? "1e308"})`;
  }
  if (order === null)
    return `c${k} IN (${condition.values.map((value) => literal(String(value))).join(", ")})`;
  const numbers = condition.values.map((value) =>
    typeof value === "number" ? value : readSpelledNumber(value, format),
  );
  return `(${numbers.map((v) => `abs(${order} - ${v}) <= ${1e-9 * Math.max(1, Math.abs(v))}`).join(" OR ")})`;
}
