import { type Column, findColumn, type NumberColumn, type StringColumn, type Table } from "../table/table.ts";
import { inTicks, toTicks } from "./datetimeGrid.ts";
import type { ModelColumn } from "./modelTable.ts";
import type {
  CategoryPlan,
  ColumnPlan,
  DatetimePlan,
  DeterminedPlan,
  ElapsedPlan,
  NumberPlan,
  RestorePlan,
} from "./restorePlan.ts";
import { readDatetime, readNumber } from "./spelling.ts";
import { placeReader, toModelValue } from "./spikes.ts";

/**
 * Rows of any table in the terms of a fitted model: the columns of `columns`, in that order, as `prepare` would have made
 * them. A column the table lacks, a cell that cannot be read and a category the model never saw (where it has no rare
 * bucket) are missing; numbers are clipped to the learnt range.
 */
export function toModelTable(plan: RestorePlan, columns: readonly ModelColumn[], table: Table): Table {
  const plans = new Map(plan.columns.map((column) => [column.name, column]));
  return {
    rows: table.rows,
    columns: columns.map((column) => toModelColumn(column, plans, table)),
  };
}

function toModelColumn(model: ModelColumn, plans: ReadonlyMap<string, ColumnPlan>, table: Table): Column {
  const plan = plans.get(model.name);
  const column = findColumn(table, model.name);
  if (model.kind === "discrete") {
    const made = toDiscrete(model.name, model.categories, plan, column, table.rows);
    if (plan?.kind === "category")
      for (const one of plans.values())
        if (one.kind === "determined" && one.by === plan.name)
          deduce(made, plan, one, findColumn(table, one.name));
    return made;
  }
  const values = new Float64Array(table.rows).fill(Number.NaN);
  if (!column || (plan?.kind !== "number" && plan?.kind !== "datetime" && plan?.kind !== "elapsed"))
    return { kind: "number", name: model.name, values };
  const read = valueReader(plan, column, plans, table);
  for (let i = 0; i < table.rows; i++) values[i] = read(i);
  return { kind: "number", name: model.name, values } satisfies NumberColumn;
}

/** In the terms of the model: within the learned range or on a spike; NaN where missing. */
function valueReader(
  plan: NumberPlan | DatetimePlan | ElapsedPlan,
  column: Column,
  plans: ReadonlyMap<string, ColumnPlan>,
  table: Table,
): (row: number) => number {
  if (plan.kind === "number") {
    const read = numberReader(column, undefined, plan.spelling);
    return (row) => toModelValue(plan, read(row));
  }
  const read = numberReader(column, plan.dateFormat);
  if (plan.kind === "datetime") {
    const range = inTicks(plan);
    return (row) => toModelValue(range, toTicks(plan, read(row)));
  }
  const anchor = findColumn(table, plan.since);
  const anchorPlan = plans.get(plan.since);
  if (!anchor || anchorPlan?.kind !== "datetime") return () => Number.NaN;
  const since = numberReader(anchor, anchorPlan.dateFormat);
  const placeOf = placeReader(plan.spikes ?? []);
  return (row) => {
    const to = read(row);
    const ticks = Math.round((to - since(row)) / plan.unit);
    return placeOf(to) ?? Math.min(Math.max(ticks, plan.min), plan.max);
  };
}

/** `dateFormat` undefined: texts are numbers; else they are dates, written so where it is not null. */
function numberReader(
  column: Column,
  dateFormat: string | null | undefined,
  spelling?: NumberPlan["spelling"],
): (row: number) => number {
  if (column.kind !== "string") return (row) => column.values[row]!;
  const dictionary = column.dictionary.map((text) =>
    dateFormat === undefined ? readNumber(text, spelling) : readDatetime(text, dateFormat),
  );
  return (row) => (column.codes[row]! < 0 ? Number.NaN : dictionary[column.codes[row]!]!);
}

function toDiscrete(
  name: string,
  categories: readonly string[],
  plan: ColumnPlan | undefined,
  column: Column | undefined,
  rows: number,
): StringColumn {
  const codes = new Int32Array(rows).fill(-1);
  const made: StringColumn = { kind: "string", name, codes, dictionary: categories };
  if (!column || plan?.kind !== "category") return made;
  const index = new Map(categories.map((category, code) => [category, code]));
  const unseen = plan.rare === null ? -1 : (index.get(plan.rare) ?? -1);
  if (column.kind === "string") {
    const map = Int32Array.from(column.dictionary, (text) => index.get(text) ?? unseen);
    for (let i = 0; i < rows; i++) if (column.codes[i]! >= 0) codes[i] = map[column.codes[i]!]!;
    return made;
  }
  const byValue = valueIndex(plan, index);
  for (let i = 0; i < rows; i++) {
    const value = column.values[i]!;
    if (!Number.isNaN(value)) codes[i] = byValue.get(value) ?? unseen;
  }
  return made;
}

/** A value that only one category has tells a category that is not given. */
function deduce(
  made: StringColumn,
  plan: CategoryPlan,
  told: DeterminedPlan,
  column: Column | undefined,
): void {
  if (column === undefined) return;
  const only = new Map<string, number>();
  told.values.forEach((value, k) => {
    if (value !== null) only.set(String(value), only.has(String(value)) ? -1 : k);
  });
  const index = new Map(made.dictionary.map((category, code) => [category, code]));
  for (let i = 0; i < made.codes.length; i++) {
    if (made.codes[i]! >= 0) continue;
    const text = column.kind === "string" ? column.dictionary[column.codes[i]!] : String(column.values[i]!);
    const k = text === undefined ? -1 : (only.get(text) ?? -1);
    if (k >= 0) made.codes[i] = index.get(plan.categories[k]!) ?? -1;
  }
}

function valueIndex(plan: CategoryPlan, index: ReadonlyMap<string, number>): Map<number, number> {
  return new Map(
    plan.categories.flatMap((category, i) => {
      const value = plan.values?.[i] ?? readNumber(category);
      const code = index.get(category);
      return code === undefined ? [] : [[value, code] as const];
    }),
  );
}
