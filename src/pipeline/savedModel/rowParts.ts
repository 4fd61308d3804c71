import { fault, parseShares } from "../../config/check/shares.ts";
import { quote } from "../../jsonc/quote.ts";
import type { Condition } from "../../table/condition.ts";
import { isCategoryPlan } from "../../transform/columns/categoryPlan.ts";
import { makeRestFilter, type RowFilter } from "../../transform/rules/rowFilter.ts";
import { type Learned, readConditions, userConditions, userFilter } from "./userConditions.ts";

/** Rows of one kind within a table. */
export interface RowPart {
  /** The values as a person wrote them; null for what no share names. */
  readonly values: string | null;
  /** 0 … 1 */
  readonly share: number;
  readonly where: readonly Condition[];
  readonly filter: RowFilter | undefined;
}

/**
 * The parts of a table that `--share` asks for, each with its conditions beside those of `--where`. The last part is what the shares
 * leave, drawn from the other values as the model has them.
 * @throws WhereError, which names the text
 */
export function rowParts(trained: Learned, where: readonly string[], text: string): RowPart[] {
  const { column, parts: wanted } = parseShares(
    text,
    trained.specs.map(({ name }) => name),
  );
  const plan = trained.restore.columns.find(({ name }) => name === column);
  const categories = isCategoryPlan(plan) ? plan.categories : [];
  if (wanted === "balanced" && categories.length < 2)
    throw fault(text, `balanced needs a column of several categories, and ${quote(column)} has none`);
  const parts =
    wanted === "balanced"
      ? categories.map((value) => ({ values: quoted(value), share: 1 / categories.length }))
      : wanted;
  // one filter of the rules for all parts: combinations that may not repeat are remembered across them
  const rules = userFilter(trained, where);
  const conditionOf = (values: string): string => `${column}=${values}`;
  const made = parts.map(({ values, share }): RowPart => {
    const texts = [...where, conditionOf(values)];
    return {
      values,
      share,
      where: userConditions(trained, texts),
      filter: both(userFilter(trained, texts, "conditions"), rules),
    };
  });
  const left = 1 - parts.reduce((sum, { share }) => sum + share, 0);
  if (left < 1e-9) return made;
  const named = parts.flatMap(({ values }) => readConditions(trained, [conditionOf(values)]));
  const taken = new Set(named.flatMap((one) => (one.op === "in" ? one.values.map(String) : [])));
  const others = categories.filter((value) => !taken.has(value));
  const closed = isCategoryPlan(plan) && !plan.missing && plan.rare === null;
  if (closed && others.length === 0)
    throw fault(text, `every value of ${quote(column)} has a share, so the shares must add up to 1`);
  const rest = closed ? [...where, conditionOf(others.map(quoted).join("|"))] : where;
  return [
    ...made,
    {
      values: null,
      share: left,
      where: userConditions(trained, rest),
      filter: both(makeRestFilter(named), rules),
    },
  ];
}

function both(first: RowFilter | undefined, second: RowFilter | undefined): RowFilter | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return (table) => second(first(table));
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
