import type { ColumnSpec } from "../config/columnSpec.ts";
import type { Random } from "../numerics/random.ts";
import type { Holders } from "../table/protection/holders.ts";
import { type Column, type DatetimeColumn, findColumn, type Table } from "../table/table.ts";
import { categoryKind, prepareDiscrete } from "./columns/category.ts";
import { type CategoryPlan, isCategoryPlan } from "./columns/categoryPlan.ts";
import type { FittedColumn } from "./columns/columnKind.ts";

const dayMs = 86_400_000;

/** A datetime column whose rows differ in how they are written: a model column says in which form. */
export interface DateFormsPlan {
  /** The output column. */
  readonly name: string;
  /** Numbers of the column's `dateForms` as categories, under the name of the model column. */
  readonly form: CategoryPlan;
  /** Numbers of the forms without a time, where others have one. */
  readonly dateOnly: readonly number[];
}

/** How the forms of a table's dates are restored, and the columns to fit for them; rare forms are replaced by kept ones. */
export function prepareDateForms(
  table: Table,
  specs: readonly ColumnSpec[],
  { random, holders }: { readonly random: Random; readonly holders?: Holders | undefined },
): { readonly plans: readonly DateFormsPlan[]; readonly fitted: readonly FittedColumn[] } {
  const plans: DateFormsPlan[] = [];
  const fitted: FittedColumn[] = [];
  for (const spec of specs) {
    const column = formedColumn(table, spec);
    if (column === undefined) continue;
    const { values, forms } = column;
    let name = `${spec.name}: (form)`;
    while (findColumn(table, name) !== undefined) name += "'";
    const codes = Int32Array.from(forms, (form, row) => (Number.isNaN(values[row]!) ? -1 : form));
    const { pattern: _, split: __, personal: ___, ...base } = spec;
    const { plan, fitted: own = [] } = prepareDiscrete(
      { kind: "string", name, codes, dictionary: spec.format.dateForms!.map((_, form) => String(form)) },
      { ...base, name, sdtype: "categorical", role: "feature", missing: "never", pattern: null },
      { rareOutput: "redraw", random: random.fork(name), holders },
    );
    if (plan === null || !isCategoryPlan(plan)) continue;
    plans.push({ name: spec.name, form: plan, dateOnly: dateOnlyForms(spec) });
    fitted.push(...own);
  }
  return { plans, fitted };
}

/** The columns as they are fitted: a date without a time takes the time of another row, which its form leaves out again. */
export function fillTimes(table: Table, specs: readonly ColumnSpec[], random: Random): Table {
  const filled = new Map<string, Column>();
  for (const spec of specs) {
    const column = formedColumn(table, spec);
    const dateOnly = dateOnlyForms(spec);
    if (column === undefined || dateOnly.length === 0) continue;
    const { values, forms } = column;
    const times: number[] = [];
    for (const [row, ms] of values.entries())
      if (!Number.isNaN(ms) && !dateOnly.includes(forms[row]!))
        times.push(ms - Math.floor(ms / dayMs) * dayMs);
    if (times.length === 0) continue;
    const own = random.fork(spec.name);
    const draw = (ms: number, row: number) =>
      dateOnly.includes(forms[row]!) && !Number.isNaN(ms) ? ms + times[own.below(times.length)]! : ms;
    filled.set(spec.name, { ...column, values: values.map(draw) });
  }
  if (filled.size === 0) return table;
  return { rows: table.rows, columns: table.columns.map((column) => filled.get(column.name) ?? column) };
}

/** Says of each date of a restored table in which form it is written. */
export function restoreDateForms(
  plans: readonly DateFormsPlan[],
  table: Table,
  { batch, firstRow, random }: { readonly batch: Table; readonly firstRow: number; readonly random: Random },
): Table {
  if (plans.length === 0) return table;
  const byName = new Map(plans.map((plan) => [plan.name, plan]));
  return {
    rows: table.rows,
    columns: table.columns.map((column) => {
      const plan = byName.get(column.name);
      if (plan === undefined || column.kind !== "datetime") return column;
      const form = categoryKind.restore(plan.form, {
        ...{ batch, firstRow, random: random.fork(plan.form.name) },
        ...{
          restored: new Map(),
          plans: new Map(),
          people: null,
          entities: [],
          units: [],
          peopleRandom: random,
        },
        idsOf: (name) => {
          throw new Error(`forms of dates do not depend on ${name}`);
        },
      });
      if (form.kind !== "string") return column;
      const numbers = form.dictionary.map(Number);
      const forms = Uint8Array.from(form.codes, (code) => (code < 0 ? 0 : numbers[code]!));
      const values = column.values.map((ms, row) =>
        plan.dateOnly.includes(forms[row]!) ? Math.floor(ms / dayMs) * dayMs : ms,
      );
      return { ...column, values, forms };
    }),
  };
}

function formedColumn(
  table: Table,
  spec: ColumnSpec,
): (DatetimeColumn & { readonly forms: Uint8Array }) | undefined {
  const column = findColumn(table, spec.name);
  const isFitted = spec.role !== "drop" && spec.role !== "id" && spec.sdtype === "datetime";
  const { forms } = column?.kind === "datetime" ? column : { forms: undefined };
  if (!isFitted || column?.kind !== "datetime" || forms === undefined) return undefined;
  return spec.format.dateForms === undefined ? undefined : { ...column, forms };
}

function dateOnlyForms({ format: { dateForms = [] } }: ColumnSpec): number[] {
  const isDateOnly = dateForms.map((pattern) => !/%-?[HI]/.test(pattern));
  return isDateOnly.every(Boolean) ? [] : dateForms.flatMap((_, form) => (isDateOnly[form] ? [form] : []));
}
