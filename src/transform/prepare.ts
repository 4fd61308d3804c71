import type { ColumnSpec } from "../config/columnSpec.ts";
import { Random } from "../numerics/random.ts";
import { type Column, findColumn, makeTable, type Table } from "../table/table.ts";
import { determinedPlan, findDetermined } from "./determined.ts";
import { findElapsed, prepareElapsed } from "./elapsed.ts";
import { type ModelColumn, ModelError, type ModelTable } from "./modelTable.ts";
import { prepareDatetime, prepareNumerical } from "./prepareContinuous.ts";
import { prepareDiscrete } from "./prepareDiscrete.ts";
import type { PreparedColumn } from "./preparedColumn.ts";
import { prepareSide } from "./prepareSide.ts";
import type { ColumnPlan, RestorePlan } from "./restorePlan.ts";
import { readNumber, spellingOf } from "./spelling.ts";

export interface Prepared {
  readonly data: ModelTable;
  readonly restore: RestorePlan;
  /** What the user should know: columns left out, values protected; each names its column. */
  readonly warnings: string[];
}

/**
 * Splits a table into what a model may learn and a plan for the rest. `specs` are in output order; table columns
 * without a spec are left out.
 *
 * - `drop` → left out. Ids → never learnt: counted beyond the largest, or made from the pattern, unique.
 *   Text → never learnt or copied: left out with a warning, or made from the pattern.
 * - One value and nothing missing → constant; no value at all → missing throughout.
 * - Numbers and datetimes → continuous, within the protected range, sentinels beside it, datetimes as ticks of `findGrid`.
 * - A datetime that always follows another one closely → the time since that one (`findElapsed`).
 * - A function of a discrete column → looked up (`findDetermined`).
 * - Categories and booleans → discrete, capped by `capCategories`; a rare bucket stands for the rest.
 * @throws ModelError when nothing is left to learn from, or a column of the specs is not in the table
 */
export function prepare(
  table: Table,
  specs: readonly ColumnSpec[],
  options: { readonly seed: number; readonly rareOutput?: "redraw" | "label" },
): Prepared {
  const random = new Random(options.seed).fork("prepare");
  const done = prepareColumns(table, specs, random, options.rareOutput ?? "redraw");
  const plans: ColumnPlan[] = [];
  const dropped: { name: string; reason: string }[] = [];
  const warnings: string[] = [];
  const columns: Column[] = [];
  const metas: ModelColumn[] = [];
  for (const { name } of specs) {
    const { plan, model, warning, dropped: reason } = done.get(name)!;
    if (warning !== undefined) warnings.push(warning);
    if (plan !== null) plans.push(plan);
    else dropped.push({ name, reason: reason ?? "dropped" });
    if (model !== undefined) {
      columns.push(model.column);
      metas.push(model.meta);
    }
  }
  if (columns.length === 0)
    throw new ModelError(
      "no column is left to learn from: every column is an id, free text, constant, empty or dropped; give at least one column the type numerical, categorical, boolean or datetime in the config",
    );
  return {
    data: { table: makeTable(columns), columns: metas },
    restore: { version: 1, columns: plans, dropped },
    warnings,
  };
}

/** Every column by name; those that depend on another one after it. */
function prepareColumns(
  table: Table,
  specs: readonly ColumnSpec[],
  random: Random,
  rareOutput: "redraw" | "label",
): Map<string, PreparedColumn> {
  const elapsed = findElapsed(table, specs);
  const determined = findDetermined(table, specs);
  const done = new Map<string, PreparedColumn>();
  for (const spec of specs.filter(({ name }) => !determined.has(name))) {
    const column = columnOf(table, spec.name);
    const since = elapsed.get(spec.name);
    const anchor = since === undefined ? undefined : findColumn(table, since);
    const part = random.fork(spec.name);
    const linked =
      column.kind === "datetime" && anchor?.kind === "datetime" && done.get(since!)?.plan?.kind === "datetime"
        ? prepareElapsed(column, anchor, spec, part)
        : null;
    done.set(spec.name, linked ?? prepareColumn(column, spec, part, rareOutput));
  }
  for (const spec of specs.filter(({ name }) => determined.has(name))) {
    const column = columnOf(table, spec.name);
    const by = determined.get(spec.name)!;
    const plan = done.get(by)?.plan;
    done.set(
      spec.name,
      plan?.kind === "category" && plan.rare === null && !plan.missing
        ? { plan: determinedPlan(column, columnOf(table, by), plan) }
        : prepareColumn(column, spec, random.fork(spec.name), rareOutput),
    );
  }
  return done;
}

function columnOf(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column === undefined) throw new ModelError(`column ${name} is not in the table`);
  return column;
}

function prepareColumn(
  column: Column,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
): PreparedColumn {
  const side = prepareSide(column, spec);
  if (side !== null) return side;
  if (spec.sdtype === "numerical" || spec.sdtype === "datetime") {
    const numbers = asNumbers(column, spec);
    if (numbers !== null)
      return spec.sdtype === "numerical"
        ? prepareNumerical(numbers, spec, random, rareOutput)
        : prepareDatetime(numbers, spec, random, rareOutput);
    const done = prepareDiscrete(column, { ...spec, sdtype: "categorical" }, random, rareOutput);
    const why = `column ${spec.name} is declared ${spec.sdtype} but holds text that is not a ${spec.sdtype === "numerical" ? "number" : "datetime"}: treated as categorical`;
    return { ...done, warning: done.warning === undefined ? why : `${why}; ${done.warning}` };
  }
  return prepareDiscrete(column, spec, random, rareOutput);
}

/** Numbers (or epoch ms) of a column, or null when it holds other text. */
function asNumbers(column: Column, spec: ColumnSpec): Float64Array | null {
  if (column.kind !== "string") return column.values;
  if (spec.sdtype !== "numerical") return null;
  const read = column.dictionary.map((text) => readNumber(text, spellingOf(spec).spelling));
  const values = new Float64Array(column.codes.length);
  for (let i = 0; i < values.length; i++) {
    const code = column.codes[i]!;
    values[i] = code < 0 ? Number.NaN : read[code]!;
    if (code >= 0 && !Number.isFinite(values[i]!)) return null;
  }
  return values;
}
