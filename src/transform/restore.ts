import { Random } from "../numerics/random.ts";
import { type Column, findColumn, makeTable, type Table } from "../table/table.ts";
import { fromTicks } from "./datetimeGrid.ts";
import { restoreDetermined } from "./determined.ts";
import { restoreElapsed } from "./elapsed.ts";
import { ModelError } from "./modelTable.ts";
import { parsePattern, permuted } from "./pattern.ts";
import { restoreNumbers } from "./prepareNumber.ts";
import type {
  CategoryPlan,
  ColumnPlan,
  CountedPlan,
  DatetimePlan,
  DeterminedPlan,
  ElapsedPlan,
  PatternPlan,
  RestorePlan,
} from "./restorePlan.ts";

export interface RestoreContext {
  /** Rows made before this batch: ids and made-up values continue from here. */
  readonly firstRow: number;
  readonly seed: number;
}

/**
 * The full table for a batch of a model's rows, in the source's column order: rounded, clipped, dates back, ids unique
 * over all batches of one seed, rare buckets redrawn. The same rows come out whatever the batch size.
 * @throws ModelError when a pattern cannot make that many ids or a learnt column is not in the batch
 */
export function restoreBatch(plan: RestorePlan, batch: Table, context: RestoreContext): Table {
  const random = new Random(context.seed).fork("restore");
  const restored = new Map<string, Column>();
  for (const column of plan.columns)
    if (column.kind === "elapsed")
      restored.set(
        column.name,
        restoreElapsed(column, numbers(column.name, batch), datetimes(column.since, restored)),
      );
    else if (column.kind !== "determined")
      restored.set(column.name, restoreColumn(column, batch, context, random.fork(column.name)));
  return makeTable(
    plan.columns.map((column) =>
      column.kind === "determined" ? lookUp(column, plan, restored) : restored.get(column.name)!,
    ),
  );
}

function lookUp(column: DeterminedPlan, plan: RestorePlan, restored: ReadonlyMap<string, Column>): Column {
  const by = restored.get(column.by);
  const byPlan = plan.columns.find((one) => one.name === column.by);
  if (by === undefined || byPlan?.kind !== "category")
    throw new Error(`the model made no discrete column ${column.by}`);
  return restoreDetermined(column, by, byPlan);
}

function datetimes(name: string, restored: ReadonlyMap<string, Column>): Float64Array {
  const column = restored.get(name);
  if (column?.kind !== "datetime") throw new Error(`the model made no datetime column ${name}`);
  return column.values;
}

function restoreColumn(
  plan: Exclude<ColumnPlan, ElapsedPlan | DeterminedPlan>,
  batch: Table,
  context: RestoreContext,
  random: Random,
): Column {
  switch (plan.kind) {
    case "number":
      return { kind: "number", name: plan.name, values: restoreNumbers(numbers(plan.name, batch), plan) };
    case "datetime":
      return restoreDatetimes(plan, numbers(plan.name, batch));
    case "category":
      return restoreCategories(plan, batch, context.firstRow, random);
    case "counted":
      return restoreCounted(plan, batch.rows, context.firstRow);
    case "pattern":
      return restorePattern(plan, batch.rows, context, random);
    case "constant":
      return filled(plan.name, plan.output, batch.rows, plan.value);
    case "missing":
      return filled(plan.name, plan.output, batch.rows, null);
  }
}

function restoreDatetimes(plan: DatetimePlan, ticks: Float64Array): Column {
  const values = new Float64Array(ticks.length);
  const fill = plan.fill === null ? Number.NaN : fromTicks(plan, plan.fill);
  for (let i = 0; i < values.length; i++) {
    const t = Math.round(ticks[i]!);
    values[i] = Number.isNaN(t) ? fill : fromTicks(plan, Math.min(Math.max(t, plan.min), plan.max));
  }
  return { kind: "datetime", name: plan.name, values };
}

function restoreCategories(plan: CategoryPlan, batch: Table, firstRow: number, random: Random): Column {
  const column = findColumn(batch, plan.name);
  if (column?.kind !== "string") throw new Error(`the model made no text column ${plan.name}`);
  const known = new Map(plan.categories.map((c, i) => [c, i]));
  const labelled = plan.rareOutput === "label" && plan.rare !== null;
  if (labelled) known.set(plan.rare!, plan.categories.length);
  const map = Int32Array.from(column.dictionary, (text) => known.get(text) ?? -2);
  const cumulative = new Float64Array(plan.counts.length);
  let total = 0;
  for (let k = 0; k < cumulative.length; k++) cumulative[k] = total += plan.counts[k]!;
  const codes = new Int32Array(column.codes.length);
  for (let i = 0; i < codes.length; i++) {
    const raw = column.codes[i]!;
    let code = raw < 0 ? -1 : map[raw]!;
    if (code === -2 || (code === -1 && !plan.missing)) {
      random.position = firstRow + i;
      code = upperBound(cumulative, random.uniform() * total);
    }
    codes[i] = code;
  }
  if (plan.output === "string")
    return {
      kind: "string",
      name: plan.name,
      codes,
      dictionary: labelled ? [...plan.categories, plan.rare!] : plan.categories,
    };
  const values = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : plan.values![code]!));
  return { kind: plan.output, name: plan.name, values };
}

function restoreCounted(plan: CountedPlan, rows: number, firstRow: number): Column {
  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i++) values[i] = plan.start + (firstRow + i) * plan.step;
  return plan.output === "string"
    ? texts(plan.name, Array.from(values, String))
    : { kind: plan.output, name: plan.name, values };
}

function restorePattern(plan: PatternPlan, rows: number, context: RestoreContext, random: Random): Column {
  const pattern = parsePattern(plan.pattern, { distinct: plan.unique });
  const last = context.firstRow + rows;
  if (plan.unique && last > plan.size)
    throw new ModelError(
      `column ${plan.name}: the pattern ${plan.pattern} makes only ${plan.size} different new values, ${last} rows are asked for; widen the pattern in the config or ask for fewer rows`,
    );
  const key = random.uint32();
  const values = new Array<string>(rows);
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = context.firstRow + i;
    random.position = 2 + 2 * row;
    const rank = plan.unique ? permuted(row, plan.size, key) : Math.floor(random.uniform() * plan.size);
    const high = random.uint32();
    values[i] = pattern.at(plan.first + rank, high);
    codes[i] = plan.missingShare > 0 && random.uniform() < plan.missingShare ? -1 : i;
  }
  if (plan.output === "number")
    return {
      kind: "number",
      name: plan.name,
      values: Float64Array.from(codes, (c) => (c < 0 ? Number.NaN : Number(values[c]))),
    };
  return plan.unique ? texts(plan.name, values) : dictionaryEncode(plan.name, values, codes);
}

function texts(name: string, dictionary: string[]): Column {
  return { kind: "string", name, dictionary, codes: Int32Array.from(dictionary, (_, i) => i) };
}

function dictionaryEncode(name: string, values: readonly string[], present: Int32Array): Column {
  const index = new Map<string, number>();
  const codes = new Int32Array(values.length);
  for (let i = 0; i < codes.length; i++) {
    if (present[i]! < 0) {
      codes[i] = -1;
      continue;
    }
    const known = index.get(values[i]!);
    codes[i] = known ?? index.size;
    if (known === undefined) index.set(values[i]!, index.size);
  }
  return { kind: "string", name, codes, dictionary: [...index.keys()] };
}

function filled(
  name: string,
  kind: "string" | "number" | "datetime",
  rows: number,
  value: string | number | null,
): Column {
  if (kind === "string")
    return {
      kind,
      name,
      codes: new Int32Array(rows).fill(value === null ? -1 : 0),
      dictionary: value === null ? [] : [String(value)],
    };
  return { kind, name, values: new Float64Array(rows).fill(value === null ? Number.NaN : Number(value)) };
}

function numbers(name: string, batch: Table): Float64Array {
  const column = findColumn(batch, name);
  if (column === undefined || column.kind === "string")
    throw new Error(`the model made no numeric column ${name}`);
  return column.values;
}

/** First index whose cumulative value exceeds `x`. */
function upperBound(cumulative: Float64Array, x: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (cumulative[mid]! > x) high = mid;
    else low = mid + 1;
  }
  return low;
}
