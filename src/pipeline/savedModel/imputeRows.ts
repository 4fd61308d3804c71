import type { DensityModel } from "../../models/synthesizer.ts";
import {
  type Column,
  columnLength,
  findColumn,
  missingCount,
  missingMask,
  type StringColumn,
  type Table,
} from "../../table/table.ts";
import { type ColumnPlan, kindOf, modelColumnsOf } from "../../transform/columns/columnKinds.ts";
import { blanker, fillDown } from "../../transform/entities/firstLines.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { restoreBatch } from "../../transform/restore.ts";
import { boundNames, type RestorePlan } from "../../transform/restorePlan.ts";
import { agreeWithGiven, undoBroken } from "../../transform/rules/completeRows.ts";
import { toModelTable } from "../../transform/toModelTable.ts";

export interface Imputed {
  /** The table with its missing cells filled; nothing else is changed. A column without any value takes the model's kind. */
  readonly table: Table;
  readonly filled: number;
  /** Missing cells of columns the model does not know (ids, free text, dropped), or that a rule says are missing: left missing. */
  readonly left: number;
}

/** Fills the missing cells of `table`: once with the best value, or `draws` times with joint draws given the rest of the row. */
export async function imputeRows(
  model: DensityModel,
  plan: RestorePlan,
  given: Table,
  options: { readonly seed: number; readonly draws: number },
): Promise<Imputed[]> {
  // what is blank because it stands in the first row of its key is not missing
  const table = fillDown(plan.firstLines, given);
  const blank = (one: Table) => (plan.firstLines === undefined ? one : blanker(plan.firstLines)(one));
  const known = toModelTable(plan, model.columns, table);
  const columns = knownColumns(plan, model.columns);
  const batches = await model.impute(known, options);
  return batches.map((batch) => {
    const proposed = restoreBatch({ ...plan, columns }, batch, {
      firstRow: 0,
      seed: options.seed,
      keepRows: true,
      complete: true,
    });
    const restored = plan.rules === undefined ? proposed : agreeWithGiven(plan.rules, table, proposed);
    const completed = table.columns.map((column) => {
      const source = findColumn(restored, column.name);
      const mask = missingMask(column);
      const count = mask.reduce((sum, bit) => sum + bit, 0);
      if (source !== undefined && count === table.rows) return source;
      return !source || source.kind !== column.kind || count === 0
        ? column
        : fillColumn(column, source, mask);
    });
    const full = { rows: table.rows, columns: completed };
    const made = plan.rules === undefined ? full : undoBroken(plan.rules, table, full);
    const missing = (one: Table) => one.columns.reduce((sum, column) => sum + missingCount(column), 0);
    const left = missing(made);
    return { table: blank(made), filled: missing(table) - left, left };
  });
}

/** Columns that the model fitted, and those that follow from them. */
function knownColumns(plan: RestorePlan, fitted: readonly ModelColumn[]): ColumnPlan[] {
  const names = new Set(fitted.map((column) => column.name));
  const plans = new Map(plan.columns.map((column) => [column.name, column]));
  const bound = boundNames(plan);
  const isKnown = (column: ColumnPlan | undefined): boolean => {
    if (column === undefined) return false;
    const { derived, after } = kindOf(column);
    const own = modelColumnsOf(column);
    if (derived !== true && (own.length === 0 || !own.every((name) => names.has(name)))) return false;
    return (after?.(column) ?? []).every((name) => bound.has(name) || isKnown(plans.get(name)));
  };
  return plan.columns.filter(isKnown);
}

function fillColumn(column: Column, source: Column, mask: Uint8Array): Column {
  if (column.kind === "string") return fillTexts(column, source as StringColumn, mask);
  const values = Float64Array.from(column.values);
  const given = (source as typeof column).values;
  for (let i = 0; i < columnLength(column); i++) if (mask[i] === 1) values[i] = given[i]!;
  return { ...column, values };
}

function fillTexts(column: StringColumn, source: StringColumn, mask: Uint8Array): StringColumn {
  const dictionary = [...column.dictionary];
  const index = new Map(dictionary.map((text, code) => [text, code]));
  const map = Int32Array.from(source.dictionary, (text) => {
    const code = index.get(text) ?? dictionary.push(text) - 1;
    index.set(text, code);
    return code;
  });
  const codes = Int32Array.from(column.codes);
  for (let i = 0; i < codes.length; i++)
    if (mask[i] === 1 && source.codes[i]! >= 0) codes[i] = map[source.codes[i]!]!;
  return { ...column, codes, dictionary };
}
