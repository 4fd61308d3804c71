import type { ColumnSpec } from "../config/columnSpec.ts";
import type { Random } from "../numerics/random.ts";
import { valueFormatter } from "../table/cells/formatCell.ts";
import { type Column, missingCount, type StringColumn } from "../table/table.ts";
import { capCategories, fillCodes } from "./prepareCategory.ts";
import type { PreparedColumn } from "./preparedColumn.ts";
import type { CategoryPlan } from "./restorePlan.ts";

export function prepareDiscrete(
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
