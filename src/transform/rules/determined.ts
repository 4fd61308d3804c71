import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import { cellReader } from "../../table/cellReader.ts";
import { codesOf as numberedValues } from "../../table/codes.ts";
import type { Condition } from "../../table/condition.ts";
import { toldCounts } from "../../table/protection/holders.ts";
import { type Column, columnLength, findColumn, type StringColumn, type Table } from "../../table/table.ts";
import { type CategoryPlan, isCategoryPlan } from "../columns/categoryPlan.ts";
import type { ColumnKind, Output, Plans, UserCondition } from "../columns/columnKind.ts";
import { finite, planName, planOutput } from "../columns/planFields.ts";
import { ModelError } from "../modelTable.ts";
import { readNumber } from "../spelling.ts";
import type { ColumnRule, Follower } from "./columnRule.ts";

/** Rows that would break the rule if the columns had nothing to do with each other, at least; else it may be chance. */
const minSurprise = 20;
const learned: ReadonlySet<string> = new Set(["numerical", "categorical", "boolean"]);

/** Share of the rows that must have a category of `by` that is kept. */
const minKept = 0.5;

/**
 * Not fitted: a function of the discrete column `by`. Rows of a rare category of `by` get a kept one, and the value that goes
 * with it, so that the rule holds in every row.
 */
export interface DeterminedPlan {
  readonly kind: "determined";
  readonly name: string;
  readonly by: string;
  readonly output: Output;
  /** For each kept category of `by`, in its order; null = missing. */
  readonly values: readonly (string | number | null)[];
  /** Where `by` is missing; absent = missing too. */
  readonly otherwise?: string | number;
}

export const determinedRule: ColumnRule = {
  detect: ({ table, specs }) =>
    new Map([...findDetermined(table, specs)].map(([name, by]) => [name, followerOf(by)])),
};

function followerOf(by: Column): Follower {
  return {
    from: [by.name],
    prepare(column, spec, { plans, holders }) {
      const plan = plans.get(by.name);
      if (!isCategoryPlan(plan) || (plan.rare !== null && plan.rareOutput === "label")) return null;
      const { otherwise, ...made } = determinedPlan(column, by, plan);
      // who has no value of `by` may be a few persons
      const [told = 0] = toldCounts(missingOf(by), spec.minCategoryCount, holders);
      const isTold = holders === undefined || told >= spec.minCategoryCount;
      return { plan: { ...made, ...(otherwise !== undefined && isTold && { otherwise }) } };
    },
  };
}

export const determinedKind: ColumnKind<DeterminedPlan> = {
  schema: covers<DeterminedPlan>()(
    z
      .strictObject({
        kind: z.literal("determined"),
        name: planName,
        by: planName,
        output: planOutput,
        values: z.array(z.union([z.string(), finite]).nullable()).readonly(),
        otherwise: z.union([z.string(), finite]).exactOptional(),
      })
      .refine(
        ({ output, values }) =>
          values.every((v) => v === null || (typeof v === "string") === (output === "string")),
        { error: "values of another kind" },
      ),
  ),
  problem({ by, values }, { plans }) {
    const plan = plans.get(by);
    const fits = isCategoryPlan(plan) && plan.categories.length === values.length;
    return fits ? undefined : `follows ${by}, which has no such categories`;
  },
  after: ({ by }) => [by],
  derived: true,
  restore(plan, { restored, plans }) {
    const by = restored.get(plan.by);
    const byPlan = plans.get(plan.by);
    if (by === undefined || !isCategoryPlan(byPlan))
      throw new Error(`the model made no discrete column ${plan.by}`);
    return restoreDetermined(plan, by, byPlan);
  },
  condition: (plan, condition, { plans }) => determinedCondition(plan, categoriesOf(plan, plans), condition),
  deduce(plan, known, { column, plans }) {
    const byPlan = plans.get(plan.by);
    if (column !== undefined && known.kind === "string" && isCategoryPlan(byPlan))
      deduceCategories(plan, byPlan, known, column);
  },
};

function categoriesOf({ by }: DeterminedPlan, plans: Plans): CategoryPlan {
  const plan = plans.get(by);
  if (!isCategoryPlan(plan)) throw new Error(`column ${by} is not discrete`);
  return plan;
}

interface Coded {
  readonly spec: ColumnSpec;
  readonly column: Column;
  /** Number of the value, the same for equal ones. */
  readonly codes: Int32Array;
  readonly counts: readonly number[];
  readonly missing: number;
}

/**
 * Columns that are a function of a discrete one (the name of a code, a grade as word and as number): name → the column that
 * says it all. Learning one of them keeps the rule in every row, which two learned columns only keep mostly. Most rows of the
 * other column have a category that is kept, and it is not a function of a third one.
 */
function findDetermined(table: Table, specs: readonly ColumnSpec[]): Map<string, Column> {
  const columns = specs.flatMap((spec) => {
    const column = findColumn(table, spec.name);
    const fits = column && column.kind !== "datetime" && learned.has(spec.sdtype) && spec.split === undefined;
    return fits && (spec.role === "feature" || spec.role === "target" || spec.role === "sensitive")
      ? [code(column, spec)]
      : [];
  });
  const rules: { readonly name: string; readonly by: Coded }[] = [];
  for (const by of columns.filter(tellsAll))
    for (const other of columns)
      if (other !== by && follows(other, by, columns)) rules.push({ name: other.spec.name, by });
  const followers = new Set(rules.map(({ name }) => name));
  const found = new Map<string, Column>();
  for (const { name, by } of rules.sort((a, b) => a.by.counts.length - b.by.counts.length))
    if (!followers.has(by.spec.name) && !found.has(name)) found.set(name, by.column);
  return found;
}

/** What `column` is for each category of `by`. */
function determinedPlan(column: Column, by: Column, plan: CategoryPlan): DeterminedPlan {
  const rowOf = new Map<string | number | null, number>();
  const key = cellReader(by);
  for (let i = 0; i < columnLength(by); i++) if (!rowOf.has(key(i))) rowOf.set(key(i), i);
  const read = cellReader(column);
  const missing = rowOf.get(null);
  const otherwise = missing === undefined ? null : read(missing);
  return {
    kind: "determined",
    name: column.name,
    by: plan.name,
    output: column.kind,
    values: (plan.values ?? plan.categories).map((category) => read(rowOf.get(category)!)),
    ...(plan.missing && otherwise !== null && { otherwise }),
  };
}

/** The rows without a value, as one value; the others have none. */
function missingOf(column: Column): { readonly codes: Int32Array; readonly distinct: number } {
  const read = cellReader(column);
  return {
    codes: Int32Array.from({ length: columnLength(column) }, (_, row) => (read(row) === null ? 0 : -1)),
    distinct: 1,
  };
}

/** Looks every row's value up; `by` is the restored column. */
function restoreDetermined(plan: DeterminedPlan, by: Column, byPlan: CategoryPlan): Column {
  const codes = codesOf(by, byPlan);
  const all = [...plan.values, plan.otherwise ?? null];
  if (plan.output !== "string") {
    const values = all.map((v) => (v === null ? Number.NaN : Number(v)));
    return {
      kind: plan.output,
      name: plan.name,
      values: Float64Array.from(codes, (c) => values.at(c)!),
    };
  }
  const dictionary = [...new Set(all.filter((v) => v !== null).map(String))];
  const map = all.map((v) => (v === null ? -1 : dictionary.indexOf(String(v))));
  return { kind: "string", name: plan.name, dictionary, codes: codes.map((c) => map.at(c)!) };
}

/** Number of every row's category in the plan, −1 for none. */
function codesOf(by: Column, plan: CategoryPlan): Int32Array {
  if (by.kind === "string") {
    const map = by.dictionary.map((text) => plan.categories.indexOf(text));
    return by.codes.map((code) => (code < 0 ? -1 : map[code]!));
  }
  const index = new Map((plan.values ?? []).map((value, k) => [value, k]));
  return Int32Array.from(by.values, (value) => index.get(value) ?? -1);
}

function code(column: Column, spec: ColumnSpec): Coded {
  const { codes, distinct } = numberedValues(column);
  const counts = new Array<number>(distinct).fill(0);
  let missing = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i]! < 0) {
      codes[i] = distinct;
      missing++;
    } else counts[codes[i]!]!++;
  }
  if (missing > 0) counts.push(missing);
  return { spec, column, codes, counts, missing };
}

/** A discrete column of which most rows have a category that is kept, and so are missing values, if there are any. */
function tellsAll({ spec, counts, missing }: Coded): boolean {
  if (spec.sdtype === "numerical") return false;
  const { minCategoryCount, maxCategories } = spec;
  const isMissingKept = missing === 0 || (missing >= minCategoryCount && spec.missing !== "never");
  if (!isMissingKept || counts.length < 2 || counts.length > maxCategories) return false;
  const rows = counts.reduce((sum, n) => sum + n, 0);
  const kept = counts.reduce((sum, n) => sum + (n >= minCategoryCount ? n : 0), 0);
  return kept >= minKept * rows;
}

/** A column whose every category is kept. */
function isAllKept({ spec, counts }: Coded): boolean {
  return counts.every((n) => n >= spec.minCategoryCount);
}

function follows(other: Coded, by: Coded, order: readonly Coded[]): boolean {
  if (other.counts.length < 2 || other.counts.length > by.counts.length) return false;
  const bothWays = other.counts.length === by.counts.length && tellsAll(other);
  if (!isAllKept(by) && isAllKept(other) && bothWays) return false;
  if (bothWays && order.indexOf(by) > order.indexOf(other)) return false;
  if (other.missing > 0 && other.spec.missing === "never") return false;
  if (!withinBounds(other)) return false;
  const rows = by.codes.length;
  const alike = other.counts.reduce((sum, n) => sum + (n / rows) ** 2, 0);
  if ((rows - by.counts.length) * (1 - alike) < minSurprise) return false;
  const valueFor = new Int32Array(by.counts.length).fill(-1);
  for (let i = 0; i < rows; i++) {
    const b = by.codes[i]!;
    if (valueFor[b] === -1) valueFor[b] = other.codes[i]!;
    else if (valueFor[b] !== other.codes[i]) return false;
  }
  return true;
}

/** Bounds of the config narrower than the data change the values: then there is no rule to keep. */
function withinBounds({ spec, column }: Coded): boolean {
  if (column.kind === "string") return spec.sdtype !== "numerical";
  const { min, max } = spec;
  if (min === null && max === null) return true;
  return column.values.every(
    (v) => Number.isNaN(v) || ((min === null || v >= min) && (max === null || v <= max)),
  );
}

/**
 * A condition on a column that is looked up, put on the column it is looked up by.
 * @throws ModelError when no category meets it
 */
function determinedCondition(plan: DeterminedPlan, by: CategoryPlan, condition: UserCondition): Condition[] {
  const allowed = by.categories.filter((_, k) => meets(plan.values[k]!, condition));
  const isMissingAllowed = !by.missing || meets(plan.otherwise ?? null, condition);
  if (allowed.length === by.categories.length && isMissingAllowed) return [];
  if (allowed.length === 0 && by.missing && isMissingAllowed) return [{ column: by.name, op: "missing" }];
  if (allowed.length > 0) return [{ column: by.name, op: "in", values: allowed }];
  if (condition.op === "missing") throw new ModelError(`column ${plan.name} is never missing`);
  const known = [...new Set(plan.values.filter((v) => v !== null))];
  const more = known.length > 8 ? ` and ${known.length - 8} more` : "";
  throw new ModelError(
    `column ${plan.name} has no such value; it has ${known.slice(0, 8).join(", ")}${more}`,
  );
}

function meets(value: string | number | null, condition: UserCondition): boolean {
  if (value === null) return condition.op === "missing";
  if (condition.op === "missing") return false;
  if (condition.op === "present") return true;
  const number = typeof value === "number" ? value : readNumber(value);
  if (condition.op === "in")
    return condition.values.some((v) => String(v) === String(value) || readNumber(String(v)) === number);
  const bound = (v: string | number | null, open: number) => (v === null ? open : readNumber(String(v)));
  return (
    number >= bound(condition.min, Number.NEGATIVE_INFINITY) &&
    number <= bound(condition.max, Number.POSITIVE_INFINITY)
  );
}

/** A value that only one category has gives away a category that is not there. */
function deduceCategories(
  plan: DeterminedPlan,
  byPlan: CategoryPlan,
  known: StringColumn,
  column: Column,
): void {
  const only = new Map<string, number>();
  plan.values.forEach((value, k) => {
    if (value !== null) only.set(String(value), only.has(String(value)) ? -1 : k);
  });
  const index = new Map(known.dictionary.map((category, code) => [category, code]));
  for (let i = 0; i < known.codes.length; i++) {
    if (known.codes[i]! >= 0) continue;
    const text = column.kind === "string" ? column.dictionary[column.codes[i]!] : String(column.values[i]!);
    const k = text === undefined ? -1 : (only.get(text) ?? -1);
    if (k >= 0) known.codes[i] = index.get(byPlan.categories[k]!) ?? -1;
  }
}
