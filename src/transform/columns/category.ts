import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import type { Random } from "../../numerics/random.ts";
import { firstAbove } from "../../numerics/search.ts";
import { valueFormatter } from "../../table/cells/formatCell.ts";
import type { Holders } from "../../table/protection/holders.ts";
import { type Column, findColumn, missingCount, type StringColumn, type Table } from "../../table/table.ts";
import { type CappedCategories, capCategories, fillCodes } from "../capCategories.ts";
import { readNumber } from "../spelling.ts";
import { categoryCondition } from "./categoryCondition.ts";
import type { CategoryPlan } from "./categoryPlan.ts";
import type { ColumnKind, PrepareColumn, PrepareContext, PreparedColumn } from "./columnKind.ts";
import { constantPlan } from "./constant.ts";
import { finite, planName, planOutput } from "./planFields.ts";

export const categoryKind: ColumnKind<CategoryPlan> = {
  schema: covers<CategoryPlan>()(
    z
      .strictObject({
        kind: z.literal("category"),
        name: planName,
        output: planOutput,
        categories: z.array(z.string()).readonly(),
        values: z.array(finite).readonly().nullable(),
        counts: z.array(finite.min(0)).readonly(),
        rare: z.string().nullable(),
        rareOutput: z.enum(["redraw", "label"]),
        missing: z.boolean(),
      })
      .refine(
        ({ categories, values, counts, output }) =>
          counts.length === categories.length &&
          (output === "string" ? values === null : values?.length === categories.length) &&
          new Set(categories).size === categories.length,
        { error: "the lists of categories do not fit" },
      ),
  ),
  problem({ categories, rare }, { column }) {
    if (column?.kind !== "discrete") return "is not among the categories of the model";
    const known = new Set([...categories, rare]);
    return column.categories.every((c) => known.has(c)) ? undefined : "has other categories than the model";
  },
  restore: (plan, { batch, firstRow, random }) => restoreCategories(plan, batch, firstRow, random),
  condition: categoryCondition,
  toModel: (plan, { model, column, table }) =>
    toCodes(plan, {
      name: model.name,
      categories: model.kind === "discrete" ? model.categories : [],
      column,
      rows: table.rows,
    }),
};

export const prepareCategory: PrepareColumn = (column, spec, context) =>
  prepareDiscrete(column, spec, context);

/** Discrete, capped by `capCategories`; a rare bucket stands for the rest. */
export function prepareDiscrete(
  column: Column,
  spec: ColumnSpec,
  { random, rareOutput, holders }: Pick<PrepareContext, "random" | "rareOutput" | "holders">,
): PreparedColumn {
  const { text, values: dictionaryValues } = asText(column, spec);
  const capped = capCategories(text, spec, holders);
  const { kept } = capped;
  if (kept.length === 0) {
    const reason = `none of its ${capped.rareCategories} categories is seen in ${enough(spec, holders)}`;
    const hint = "set minCategoryCount to 1 to keep them, or give it a pattern to generate values";
    return { plan: null, dropped: reason, warning: `column ${spec.name} is left out: ${reason}; ${hint}` };
  }
  const never = spec.missing === "never";
  if (never) fillCodes(capped.codes, random);
  const missing = !never && missingCount(text) > 0;
  const values =
    dictionaryValues === null ? null : kept.map((k) => dictionaryValues[text.dictionary.indexOf(k)]!);
  if (kept.length === 1 && capped.rareRows === 0 && !missing) {
    const value = values === null ? kept[0]! : values[0]!;
    return { plan: constantPlan(spec.name, column.kind, value) };
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
    fitted: [
      {
        column: { kind: "string", name: spec.name, codes: capped.codes, dictionary: categories },
        meta: {
          kind: "discrete",
          name: spec.name,
          categories,
          missing,
          ...(plan.rare !== null && plan.rareOutput === "redraw" && { rare: plan.rare }),
        },
      },
    ],
    warning: rareWarning(plan, capped, { spec, fewer: fewerThan(spec, holders) }),
  };
}

/** How often a value must be seen: in rows, or in rows of as many persons. */
function enough({ minCategoryCount: k }: ColumnSpec, holders: Holders | undefined): string {
  return holders === undefined ? `${k} rows or more` : `rows of ${k} persons or more`;
}

function fewerThan({ minCategoryCount: k }: ColumnSpec, holders: Holders | undefined): string {
  return holders === undefined ? `fewer than ${k} rows` : `rows of fewer than ${k} persons`;
}

function rareWarning(
  plan: CategoryPlan,
  capped: Pick<CappedCategories, "rareCategories" | "rareRows" | "protectedCategories">,
  { spec, fewer }: { readonly spec: ColumnSpec; readonly fewer: string },
): string | undefined {
  if (capped.rareRows === 0) return undefined;
  const rules: string[] = [];
  if (capped.protectedCategories > 0)
    rules.push(`${capped.protectedCategories} seen in ${fewer} (minCategoryCount)`);
  const over = capped.rareCategories - capped.protectedCategories;
  if (over > 0) rules.push(`${over} beyond the ${spec.maxCategories} most frequent (maxCategories)`);
  const one = capped.rareCategories === 1;
  const becomes =
    plan.rareOutput === "label"
      ? `written as ${plan.rare}`
      : "replaced by kept ones in proportion to their frequency";
  return `column ${spec.name}: ${capped.rareCategories} ${one ? "category" : "categories"} (${capped.rareRows} ${capped.rareRows === 1 ? "row" : "rows"}) ${one ? "is" : "are"} never emitted: ${rules.join(", ")}; ${one ? "it is" : "they are"} ${becomes}`;
}

/** A number or datetime column as text, written as in the file, with the values of its dictionary. */
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

function restoreCategories(plan: CategoryPlan, batch: Table, firstRow: number, random: Random): Column {
  const column = findColumn(batch, plan.name);
  if (column?.kind !== "string") throw new Error(`the model made no text column ${plan.name}`);
  const known = new Map(plan.categories.map((c, i) => [c, i]));
  const labeled = plan.rareOutput === "label" && plan.rare !== null;
  if (labeled) known.set(plan.rare!, plan.categories.length);
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
      code = firstAbove(cumulative, random.uniform() * total);
    }
    codes[i] = code;
  }
  if (plan.output === "string")
    return {
      kind: "string",
      name: plan.name,
      codes,
      dictionary: labeled ? [...plan.categories, plan.rare!] : plan.categories,
    };
  const values = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : plan.values![code]!));
  return { kind: plan.output, name: plan.name, values };
}

/** Codes of the model's categories; unknown ones fall into the rare bucket, or are missing where there is none. */
function toCodes(
  plan: CategoryPlan,
  source: {
    readonly name: string;
    readonly categories: readonly string[];
    readonly column: Column | undefined;
    readonly rows: number;
  },
): StringColumn {
  const { name, categories, column, rows } = source;
  const codes = new Int32Array(rows).fill(-1);
  const made: StringColumn = { kind: "string", name, codes, dictionary: categories };
  if (column === undefined) return made;
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

function valueIndex(plan: CategoryPlan, index: ReadonlyMap<string, number>): Map<number, number> {
  return new Map(
    plan.categories.flatMap((category, i) => {
      const value = plan.values?.[i] ?? readNumber(category);
      const code = index.get(category);
      return code === undefined ? [] : [[value, code] as const];
    }),
  );
}
