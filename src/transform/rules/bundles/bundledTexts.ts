import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { columnsOfRule, type Rule } from "../../../config/rules/ruleSyntax.ts";
import { findColumn, missingCount, type StringColumn, type Table } from "../../../table/table.ts";

/** Of the rows in which all columns are there, those whose combination enough rows have, at least. */
const minShare = 0.98;

/**
 * Whether texts that a rule computes from others, some cells of which are missing, are few enough to be learned together with them: then
 * which of the cells are there is learned too.
 */
export function isBundledText(
  rule: Rule,
  {
    isText,
    table,
    specs,
  }: {
    readonly isText: (name: string) => boolean;
    readonly table: Table;
    readonly specs: readonly ColumnSpec[];
  },
): boolean {
  if (rule.kind !== "check" || rule.repair) return false;
  const { clause } = rule;
  const names = columnsOfRule(rule);
  if (clause.kind !== "comparison" || clause.operators.some((operator) => operator !== "=")) return false;
  const own = specs.filter(({ name }) => names.includes(name));
  if (names.length < 2 || !names.every(isText)) return false;
  if (!own.every(isLearnedWhole)) return false;
  const columns = names.flatMap((name) => {
    const column = findColumn(table, name);
    return column?.kind === "string" ? [column] : [];
  });
  if (columns.length < names.length || columns.every((column) => missingCount(column) === 0)) return false;
  return shareOfCombinations(columns, Math.max(...own.map((spec) => spec.minCategoryCount))) >= minShare;
}

function isLearnedWhole({ sdtype, personal, split, missing }: ColumnSpec): boolean {
  return sdtype === "categorical" && missing === "model" && personal == null && split === undefined;
}

function shareOfCombinations(columns: readonly StringColumn[], enough: number): number {
  const counts = new Map<string, number>();
  let whole = 0;
  for (let row = 0; row < columns[0]!.codes.length; row++) {
    const codes = columns.map((column) => column.codes[row]!);
    if (codes.includes(-1)) continue;
    whole++;
    const key = codes.join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let kept = 0;
  for (const count of counts.values()) if (count >= enough) kept += count;
  return whole === 0 ? 0 : kept / whole;
}
