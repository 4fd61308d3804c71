import type { Condition } from "../../table/condition.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { type ContinuousColumn, type ModelColumn, ModelError } from "../../transform/modelTable.ts";

/** Conditions as a generator can use them. */
export interface ConditionPlan {
  /** Per discrete column (by index in the ModelTable): 1 for each category (missing last) that is allowed. */
  readonly allowed: ReadonlyMap<number, Uint8Array>;
  /** Conditions that rows are tested for. */
  readonly tests: readonly RowTest[];
}

export interface RowTest {
  /** The condition in words. */
  readonly text: string;
  /** Sets `keep[i]` to 0 where row i fails; returns how many rows pass. */
  apply(table: Table, keep: Uint8Array): number;
}

/** @throws ModelError for a column or category the model does not have */
export function planConditions(columns: readonly ModelColumn[], where: readonly Condition[]): ConditionPlan {
  const allowed = new Map<number, Uint8Array>();
  const tests: RowTest[] = [];
  for (const condition of where) {
    const index = columns.findIndex((c) => c.name === condition.column);
    const column = columns[index];
    if (column === undefined)
      throw new ModelError(
        `no column ${condition.column} in the model; it has ${columns.map((c) => c.name).join(", ")}`,
      );
    if (column.kind === "continuous") tests.push(continuousTest(column, condition));
    else {
      const size = column.categories.length + (column.missing ? 1 : 0);
      const mask = allowed.get(index) ?? new Uint8Array(size).fill(1);
      const now = discreteMask(column, condition);
      for (let c = 0; c < size; c++) mask[c] = mask[c]! & (now[c] ?? 0);
      if (!mask.includes(1))
        throw new ModelError(`no category of ${column.name} meets every condition on it`);
      allowed.set(index, mask);
    }
  }
  for (const [index, mask] of allowed) tests.push(discreteTest(columns[index]!, mask));
  return { allowed, tests };
}

type Discrete = Extract<ModelColumn, { kind: "discrete" }>;

function discreteMask(column: Discrete, condition: Condition): Uint8Array {
  const known = column.categories.length;
  const mask = new Uint8Array(known + (column.missing ? 1 : 0));
  if (condition.op === "missing") {
    if (!column.missing) throw new ModelError(`column ${column.name} has no missing values to ask for`);
    mask[known] = 1;
  } else if (condition.op === "present") mask.fill(1, 0, known);
  else if (condition.op === "range")
    for (let c = 0; c < known; c++) mask[c] = inRange(Number(column.categories[c]), condition) ? 1 : 0;
  else
    for (const value of condition.values) {
      const c = column.categories.indexOf(String(value));
      if (c < 0)
        throw new ModelError(
          `column ${column.name} has no category ${JSON.stringify(String(value))}; it has ${listed(column.categories)}`,
        );
      mask[c] = 1;
    }
  return mask;
}

function discreteTest(column: ModelColumn, mask: Uint8Array): RowTest {
  const { categories } = column as Discrete;
  const names = [...categories, "(missing)"].filter((_, c) => mask[c] === 1);
  return {
    text: `${column.name} in ${listed(names)}`,
    apply(table, keep) {
      const found = findColumn(table, column.name) as Extract<Column, { kind: "string" }>;
      return count(keep, (i) => mask[found.codes[i]! < 0 ? categories.length : found.codes[i]!] === 1);
    },
  };
}

/** Values are tested as they will be written: rounded to the column's decimals, clipped to its range. */
function continuousTest(column: ContinuousColumn, condition: Condition): RowTest {
  const values = (table: Table): Float64Array => {
    const found = findColumn(table, column.name);
    if (found?.kind !== "number") throw new RangeError(`no number column ${column.name}`);
    return found.values;
  };
  const scale = column.decimals === null ? null : 10 ** column.decimals;
  const written = (x: number): number =>
    Math.min(Math.max(scale === null ? x : Math.round(x * scale) / scale, column.min), column.max);
  const test = (text: string, holds: (x: number) => boolean): RowTest => ({
    text: `${column.name} ${text}`,
    apply: (table, keep) => {
      const xs = values(table);
      return count(keep, (i) => holds(xs[i]!));
    },
  });
  switch (condition.op) {
    case "missing":
      if (!column.missing) throw new ModelError(`column ${column.name} has no missing values to ask for`);
      return test("missing", Number.isNaN);
    case "present":
      return test("present", (x) => !Number.isNaN(x));
    case "range":
      return test(`in ${condition.min ?? "…"} to ${condition.max ?? "…"}`, (x) =>
        inRange(written(x), condition));
    case "in": {
      const wanted = new Set(condition.values.map(Number));
      return test(`in ${listed([...wanted].map(String))}`, (x) => wanted.has(written(x)));
    }
  }
}

function inRange(
  x: number,
  { min, max }: { readonly min: number | null; readonly max: number | null },
): boolean {
  return x >= (min ?? Number.NEGATIVE_INFINITY) && x <= (max ?? Number.POSITIVE_INFINITY);
}

function count(keep: Uint8Array, holds: (row: number) => boolean): number {
  let passed = 0;
  for (let i = 0; i < keep.length; i++) {
    if (holds(i)) passed++;
    else keep[i] = 0;
  }
  return passed;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown}, … (${names.length} in all)` : shown;
}
