import type { ColumnSpec } from "../config/columnSpec.ts";
import { Random } from "../numerics/random.ts";
import { valueFormatter } from "../table/cells/formatCell.ts";
import {
  type Column,
  findColumn,
  makeTable,
  missingCount,
  type StringColumn,
  type Table,
} from "../table/table.ts";
import { findGrid, fromTicks, toTicks } from "./datetimeGrid.ts";
import { determinedPlan, findDetermined } from "./determined.ts";
import { findElapsed, prepareElapsed } from "./elapsed.ts";
import { type ModelColumn, ModelError, type ModelTable } from "./modelTable.ts";
import { capCategories, fillCodes } from "./prepareCategory.ts";
import type { PreparedColumn } from "./preparedColumn.ts";
import { clipAndFill, findStep, type ProtectedRange, protectedRange } from "./prepareNumber.ts";
import { prepareSide } from "./prepareSide.ts";
import type { CategoryPlan, ColumnPlan, NumberPlan, RestorePlan } from "./restorePlan.ts";
import { readNumber } from "./spelling.ts";

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
 * - Numbers and datetimes → continuous, clipped to `protectedRange`, datetimes as ticks of `findGrid`.
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

function prepareNumerical(
  values: Float64Array,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
): PreparedColumn {
  const range = protectedRange(values, spec);
  if (!(range.min < range.max)) return nearConstant(values, range, spec, random, rareOutput, "number");
  const never = spec.missing === "never";
  const step = findStep(values, spec.decimals);
  const clipped = clipAndFill(values, range, never ? random : null);
  const missing = !never && clipped.some(Number.isNaN);
  return {
    plan: {
      kind: "number",
      name: spec.name,
      decimals: spec.decimals,
      step,
      min: range.min,
      max: range.max,
      fill: missing ? null : middle(range),
      ...spellingOf(spec),
    },
    model: {
      column: { kind: "number", name: spec.name, values: clipped },
      meta: {
        kind: "continuous",
        name: spec.name,
        decimals: spec.decimals,
        min: range.min,
        max: range.max,
        missing,
      },
    },
  };
}

function spellingOf({ format: { affix, decimalPoint } }: ColumnSpec): Pick<NumberPlan, "spelling"> {
  return affix === undefined ? {} : { spelling: { affix, decimalPoint } };
}

function prepareDatetime(
  values: Float64Array,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
): PreparedColumn {
  const grid = findGrid(values);
  const ticks = values.map((ms) => toTicks(grid, ms));
  const range = protectedRange(ticks, {
    min: spec.min === null ? null : Math.ceil(toTicks(grid, spec.min)),
    max: spec.max === null ? null : Math.floor(toTicks(grid, spec.max)),
    minCategoryCount: spec.minCategoryCount,
    decimals: 0,
  });
  if (!(range.min < range.max)) {
    const inMs = { ...range, min: fromTicks(grid, range.min) };
    return nearConstant(values, inMs, spec, random, rareOutput, "datetime");
  }
  const { min, max } = range;
  const never = spec.missing === "never";
  const clipped = clipAndFill(ticks, range, never ? random : null);
  const missing = !never && clipped.some(Number.isNaN);
  return {
    plan: {
      kind: "datetime",
      name: spec.name,
      unit: grid.unit,
      origin: grid.origin,
      min,
      max,
      fill: missing ? null : Math.round(middle(range)),
      dateFormat: spec.format.dateFormat,
    },
    model: {
      column: { kind: "number", name: spec.name, values: clipped },
      meta: { kind: "continuous", name: spec.name, decimals: 0, min, max, missing },
    },
  };
}

/** A number or datetime column whose range is one value: constant, or present/missing as a category of one. */
function nearConstant(
  values: Float64Array,
  range: ProtectedRange,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
  kind: "number" | "datetime",
): PreparedColumn {
  const warning =
    range.observedMin < range.observedMax
      ? `column ${spec.name}: all but a few rows (fewer than ${spec.minCategoryCount} on a side) have the same value; it is emitted as a constant`
      : undefined;
  const value = range.min;
  if (!values.some(Number.isNaN) || spec.missing === "never")
    return { plan: { kind: "constant", name: spec.name, output: kind, value }, warning };
  const flat = values.map((v) => (Number.isNaN(v) ? v : value));
  return {
    ...prepareDiscrete(
      { kind, name: spec.name, values: flat },
      { ...spec, minCategoryCount: 1 },
      random,
      rareOutput,
    ),
    warning,
  };
}

function prepareDiscrete(
  column: Column,
  spec: ColumnSpec,
  random: Random,
  rareOutput: "redraw" | "label",
): PreparedColumn {
  const { text, values: dictionaryValues } = asText(column, spec);
  const capped = capCategories(text, spec);
  const { kept } = capped;
  if (kept.length === 0) {
    const reason = `none of its ${capped.rareCategories} categories is seen in ${spec.minCategoryCount} rows or more`;
    const hint = "set minCategoryCount to 1 to keep them, or give it a pattern to make values up";
    return { plan: null, dropped: reason, warning: `column ${spec.name} is left out: ${reason}; ${hint}` };
  }
  const never = spec.missing === "never";
  if (never) fillCodes(capped.codes, random);
  const missing = !never && missingCount(text) > 0;
  const values =
    dictionaryValues === null ? null : kept.map((k) => dictionaryValues[text.dictionary.indexOf(k)]!);
  if (kept.length === 1 && capped.rareRows === 0 && !missing) {
    const value = values === null ? kept[0]! : values[0]!;
    return { plan: { kind: "constant", name: spec.name, output: column.kind, value } };
  }
  let rare = "_RARE_";
  while (kept.includes(rare)) rare = `_${rare}`;
  const categories = capped.rareRows > 0 ? [...kept, rare] : kept;
  const plan: CategoryPlan = {
    kind: "category",
    name: spec.name,
    output: column.kind,
    categories: kept,
    values,
    counts: capped.counts,
    rare: capped.rareRows > 0 ? rare : null,
    rareOutput: column.kind === "string" ? rareOutput : "redraw",
    missing,
  };
  return {
    plan,
    model: {
      column: { kind: "string", name: spec.name, codes: capped.codes, dictionary: categories },
      meta: {
        kind: "discrete",
        name: spec.name,
        categories,
        missing,
        ...(plan.rare !== null && plan.rareOutput === "redraw" && { rare: plan.rare }),
      },
    },
    warning: rareWarning(plan, capped, spec),
  };
}

function rareWarning(
  plan: CategoryPlan,
  capped: { rareCategories: number; rareRows: number; protectedCategories: number },
  spec: ColumnSpec,
): string | undefined {
  if (capped.rareRows === 0) return undefined;
  const rules: string[] = [];
  if (capped.protectedCategories > 0)
    rules.push(
      `${capped.protectedCategories} seen in fewer than ${spec.minCategoryCount} rows (minCategoryCount)`,
    );
  const over = capped.rareCategories - capped.protectedCategories;
  if (over > 0) rules.push(`${over} beyond the ${spec.maxCategories} most frequent (maxCategories)`);
  const one = capped.rareCategories === 1;
  const becomes =
    plan.rareOutput === "label"
      ? `written as ${plan.rare}`
      : "replaced by kept ones in proportion to their frequency";
  return `column ${spec.name}: ${capped.rareCategories} ${one ? "category" : "categories"} (${capped.rareRows} ${capped.rareRows === 1 ? "row" : "rows"}) ${one ? "is" : "are"} never emitted: ${rules.join(", ")}; ${one ? "it is" : "they are"} ${becomes}`;
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

/** A number or datetime column as text, spelled as in the file, with the values of its dictionary. */
function asText(column: Column, spec: ColumnSpec): { text: StringColumn; values: readonly number[] | null } {
  if (column.kind === "string") return { text: column, values: null };
  const index = new Map<number, number>();
  const codes = new Int32Array(column.values.length);
  for (let i = 0; i < codes.length; i++) {
    const v = column.values[i]!;
    const code = Number.isNaN(v) ? -1 : (index.get(v) ?? index.size);
    if (code === index.size) index.set(v, code);
    codes[i] = code;
  }
  const values = [...index.keys()];
  const spelled = values.map(valueFormatter(spec.format));
  const dictionary = new Set(spelled).size === spelled.length ? spelled : values.map(String);
  return { text: { kind: "string", name: column.name, codes, dictionary }, values };
}

function middle(range: { readonly min: number; readonly max: number }): number {
  return range.min + (range.max - range.min) / 2;
}
