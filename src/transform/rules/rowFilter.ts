import type { Rule } from "../../config/rules/ruleSyntax.ts";
import { columnLength, findColumn, type Table, takeRows } from "../../table/table.ts";
import type { UserCondition } from "../columns/columnKind.ts";
import { readNumber } from "../spelling.ts";
import { combinationKeys, judgeRows } from "./judge/judgeRule.ts";
import { numbersOf, textsOf, vectorOf, viewTable } from "./judge/ruleView.ts";
import type { RulesPlan } from "./rulesPlan.ts";

/** Takes batches of restored rows one after another and leaves those out that break a rule or miss a condition. */
export type RowFilter = (table: Table) => Table;

/**
 * What is left to do after restoring: rules kept by leaving rows out, tuples met before, conditions on columns that follow
 * from others. Undefined when there is nothing.
 */
export function makeRowFilter(
  plan: RulesPlan | undefined,
  conditions: readonly UserCondition[],
): RowFilter | undefined {
  const filters = plan?.filters ?? [];
  if (filters.length === 0 && conditions.length === 0) return undefined;
  const seen = new Map(Object.entries(plan?.seen ?? {}).map(([columns, keys]) => [columns, new Set(keys)]));
  const met = new Map<Rule, Set<string>>();
  return (table) => {
    const keep = new Uint8Array(table.rows).fill(1);
    for (const rule of filters.filter(({ kind }) => kind !== "unique")) {
      const combinations = "columns" in rule ? seen.get(JSON.stringify(rule.columns)) : undefined;
      judgeRows(rule, viewTable(table), combinations).forEach((verdict, i) => {
        if (verdict === 0) keep[i] = 0;
      });
    }
    for (const condition of conditions) meetsCondition(table, condition, keep);
    for (const rule of filters)
      if (rule.kind === "unique") {
        if (!met.has(rule)) met.set(rule, new Set());
        dropRepeats(table, rule.columns, met.get(rule)!, keep);
      }
    return kept(table, keep);
  };
}

/** Leaves out every row that meets one of the conditions. */
export function makeRestFilter(conditions: readonly UserCondition[]): RowFilter {
  return (table) => {
    const keep = new Uint8Array(table.rows).fill(1);
    for (const condition of conditions) {
      const met = new Uint8Array(table.rows).fill(1);
      meetsCondition(table, condition, met);
      for (let i = 0; i < met.length; i++) if (met[i] === 1) keep[i] = 0;
    }
    return kept(table, keep);
  };
}

/** The rows that are marked. */
function kept(table: Table, keep: Uint8Array): Table {
  if (keep.every((mark) => mark === 1)) return table;
  return takeRows(
    table,
    Int32Array.from(keep.keys()).filter((i) => keep[i] === 1),
  );
}

function dropRepeats(table: Table, columns: readonly string[], met: Set<string>, keep: Uint8Array): void {
  if (columns.some((name) => findColumn(table, name) === undefined)) return;
  combinationKeys(columns, viewTable(table)).forEach((key, i) => {
    if (key === null || keep[i] === 0) return;
    if (met.has(key)) keep[i] = 0;
    else met.add(key);
  });
}

/** Clears `keep` where a row does not meet the condition. */
function meetsCondition(table: Table, condition: UserCondition, keep: Uint8Array): void {
  const column = findColumn(table, condition.column);
  if (column === undefined) return;
  const vector = vectorOf(column);
  const rows = columnLength(column);
  const clear = (holds: (row: number) => boolean) => {
    for (let i = 0; i < rows; i++) if (keep[i] === 1 && !holds(i)) keep[i] = 0;
  };
  if (condition.op === "missing" || condition.op === "present") {
    const texts = textsOf(vector);
    const wanted = condition.op === "missing";
    clear((i) => (texts[i] === null) === wanted);
  } else if (condition.op === "range") {
    const values = numbersOf(vector);
    const bound = (v: string | number | null, open: number) =>
      v === null ? open : typeof v === "number" ? v : readNumber(v);
    const min = bound(condition.min, Number.NEGATIVE_INFINITY) - 1e-9;
    const max = bound(condition.max, Number.POSITIVE_INFINITY) + 1e-9;
    clear((i) => values[i]! >= min && values[i]! <= max);
  } else if (vector.kind === "text") {
    const wanted = new Set(condition.values.map(String));
    clear((i) => vector.values[i] !== null && wanted.has(vector.values[i]!));
  } else {
    const wanted = condition.values.map((v) => (typeof v === "number" ? v : readNumber(v)));
    clear((i) => wanted.some((v) => Math.abs(v - vector.values[i]!) < 1e-9 * Math.max(1, Math.abs(v))));
  }
}
