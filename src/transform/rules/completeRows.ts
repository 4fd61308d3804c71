import { columnsOfRule } from "../../config/rules/ruleSyntax.ts";
import { cellReader } from "../../table/cellReader.ts";
import { type Column, columnLength, findColumn, missingMask, type Table } from "../../table/table.ts";
import { judgeRows } from "./judge/judgeRule.ts";
import { viewTable } from "./judge/ruleView.ts";
import type { BundlePlan, RulesPlan } from "./rulesPlan.ts";
import { completeSystem } from "./system/completeSystem.ts";
import { systemColumn, systemValues } from "./system/systemColumns.ts";

/**
 * The rows a model proposes for a table with gaps, with the columns that rules bind made to go with the cells that are
 * given: what a sum leaves, values within the bounds that the given ones leave, combinations that have them.
 */
export function agreeWithGiven(plan: RulesPlan, table: Table, proposed: Table): Table {
  const changed = new Map<string, Column>();
  for (const system of plan.systems) {
    const given = systemValues(system, table);
    const fill = { proposed: systemValues(system, proposed) };
    const values = completeSystem(system, given, table.rows, fill);
    system.variables.forEach((variable, v) => {
      if (variable.kind !== "part") changed.set(variable.name, systemColumn(variable, values[v]!));
    });
  }
  for (const bundle of plan.bundles)
    for (const column of agreeBundle(bundle, table, proposed)) changed.set(column.name, column);
  return {
    rows: proposed.rows,
    columns: proposed.columns.map((column) => changed.get(column.name) ?? column),
  };
}

/** The proposed combination where it has the given cells, else the most frequent one that has them. */
function agreeBundle(bundle: BundlePlan, table: Table, proposed: Table): Column[] {
  const given = bundle.members.map(({ name }) => findColumn(table, name));
  const made = bundle.members.map(({ name }) => findColumn(proposed, name));
  if (made.some((column) => column === undefined)) return [];
  const [givenCells, madeCells] = [
    given.map((column) => column && cellReader(column)),
    made.map((column) => cellReader(column!)),
  ];
  const rows = Array.from({ length: table.rows }, (_, i) => {
    const known = givenCells.map((cell) => cell?.(i) ?? null);
    const own = madeCells.map((cell) => cell(i));
    if (known.every((cell, m) => cell === null || cell === own[m])) return own;
    return bundle.categories.find((row) => known.every((cell, m) => cell === null || cell === row[m]));
  });
  return made.map((column, m) => columnWith(column!, (i) => rows[i]?.[m] ?? null));
}

/** A column of the kind of another with these cells. */
function columnWith(like: Column, cell: (row: number) => string | number | null): Column {
  const { name, kind } = like;
  const rows = columnLength(like);
  if (kind !== "string") {
    const values = new Float64Array(rows);
    for (let i = 0; i < rows; i++) values[i] = Number(cell(i) ?? Number.NaN);
    return { kind, name, values };
  }
  const index = new Map<string, number>();
  const codes = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    const value = cell(i);
    if (value === null) continue;
    const text = String(value);
    if (!index.has(text)) index.set(text, index.size);
    codes[i] = index.get(text)!;
  }
  return { kind, name, codes, dictionary: [...index.keys()] };
}

/**
 * A table whose gaps were filled, with those cells missing again that a rule says are missing, or that make a row break a
 * rule which it did not break before.
 */
export function undoBroken(plan: RulesPlan, before: Table, filled: Table): Table {
  let table = filled;
  const decided = plan.rules.filter(
    (rule) =>
      rule.kind !== "unique" &&
      rule.kind !== "combinations" &&
      columnsOfRule(rule).every((name) => findColumn(before, name) !== undefined),
  );
  const was = new Map(decided.map((rule) => [rule, judgeRows(rule, viewTable(before))]));
  for (let round = 0, changed = true; changed && round < maxRounds; round++) {
    changed = false;
    for (const rule of decided) {
      const isPresence = rule.kind === "when" && rule.then.kind === "presence";
      const first = was.get(rule)!;
      const gone = judgeRows(rule, viewTable(table));
      for (let i = 0; i < gone.length; i++) gone[i] = gone[i] === 0 && (isPresence || first[i] !== 0) ? 1 : 0;
      const names = isPresence ? [rule.then.column.name] : columnsOfRule(rule);
      if (!gone.includes(1)) continue;
      const next = withGaps(table, before, names, gone);
      changed ||= next !== table;
      table = next;
    }
  }
  return table;
}

/** Rounds of taking cells away, each of which may be what another rule speaks of, at most. */
const maxRounds = 4;

/** The cells of some columns missing again, in the rows marked, where they were. */
function withGaps(table: Table, before: Table, names: readonly string[], gone: Uint8Array): Table {
  let changed = false;
  const columns = table.columns.map((column) => {
    const first = names.includes(column.name) ? findColumn(before, column.name) : undefined;
    if (first === undefined) return column;
    const mask = missingMask(first);
    const takes = (i: number) => mask[i] === 1 && gone[i] === 1;
    const now = missingMask(column);
    if (!now.some((bit, i) => bit === 0 && takes(i))) return column;
    changed = true;
    return column.kind === "string"
      ? { ...column, codes: column.codes.map((code, i) => (takes(i) ? -1 : code)) }
      : { ...column, values: column.values.map((v, i) => (takes(i) ? Number.NaN : v)) };
  });
  return changed ? { rows: table.rows, columns } : table;
}
