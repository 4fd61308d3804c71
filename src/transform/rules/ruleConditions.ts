import type { Condition } from "../../table/condition.ts";
import type { CategoryPlan } from "../columns/categoryPlan.ts";
import type { Plans, UserCondition } from "../columns/columnKind.ts";
import { ModelError } from "../modelTable.ts";
import { readNumber } from "../spelling.ts";
import type { BundlePlan, RulesPlan, SystemPlan } from "./rulesPlan.ts";
import { isPlain } from "./system/variableSource.ts";

/** How a condition on a column that rules bind is met. */
export interface RuleCondition {
  /** In the terms of the model, where it can be met by drawing such rows only. */
  readonly model: readonly Condition[];
  /** Passed on to the model's own column of that name. */
  readonly own: boolean;
  /** Rows have to be looked at after they are restored. */
  readonly after: boolean;
}

/** Undefined for columns that no rule binds. @throws ModelError when no row can meet the condition */
export function ruleCondition(
  plan: RulesPlan,
  plans: Plans,
  condition: UserCondition,
): RuleCondition | undefined {
  const name = condition.column;
  const bundle = plan.bundles.find(({ members }) => members.some((member) => member.name === name));
  if (bundle !== undefined) return conditionOnBundle(bundle, plans, condition);
  if (plan.texts.some((text) => text.name === name)) return { model: [], own: false, after: true };
  const bound = plan.presence.some(({ then }) => then.kind === "presence" && then.column.name === name);
  const system = plan.systems.find(({ variables }) => variables.some((variable) => variable.name === name));
  if (system === undefined) return bound ? { model: [], own: true, after: true } : undefined;
  return systemCondition(system, plans, condition);
}

function systemCondition(system: SystemPlan, plans: Plans, condition: UserCondition): RuleCondition {
  const { source } = system.variables.find(({ name }) => name === condition.column)!;
  const gaps = source.kind === "free" && source.missing;
  const own = isPlain(source);
  const presence = presenceConditions(system, plans, condition);
  const aboutGaps = condition.op === "missing" || condition.op === "present";
  if (aboutGaps) return { model: presence ?? [], own: presence === null && gaps, after: true };
  return { model: presence ?? [], own, after: true };
}

/** The patterns in which the column is present (or missing); null where its presence is not learned with others. */
function presenceConditions(system: SystemPlan, plans: Plans, condition: UserCondition): Condition[] | null {
  const at = system.presence?.members.findIndex(({ name }) => name === condition.column) ?? -1;
  if (system.presence === null || at < 0) return null;
  const { column, members } = system.presence;
  const plan = plans.get(column) as CategoryPlan | undefined;
  if (plan?.kind !== "category") return [];
  const spikes = members[at]!.spikes.length > 0;
  const wanted = plan.categories.filter((text) =>
    condition.op === "missing" ? text[at] === "0" : spikes ? text[at] !== "0" : text[at] === "1",
  );
  if (wanted.length === 0)
    throw new ModelError(
      `column ${condition.column} is ${condition.op === "missing" ? "never" : "always"} missing`,
    );
  return wanted.length === plan.categories.length ? [] : [{ column, op: "in", values: wanted }];
}

/** Where gaps are learned beside the combinations, a missing cell may come from either: rows are looked at. */
function conditionOnBundle(bundle: BundlePlan, plans: Plans, condition: UserCondition): RuleCondition {
  const { gaps, members } = bundle;
  if (gaps === undefined)
    return { model: [bundleCondition(bundle, plans, condition)], own: false, after: false };
  if (condition.op === "missing") return { model: [], own: false, after: true };
  const at = members.findIndex(({ name }) => name === condition.column);
  const plan = plans.get(gaps) as CategoryPlan | undefined;
  const patterns = plan?.kind === "category" ? plan.categories.filter((text) => text[at] === "1") : [];
  const present: Condition[] = patterns.length === 0 ? [] : [{ column: gaps, op: "in", values: patterns }];
  return { model: [bundleCondition(bundle, plans, condition), ...present], own: false, after: true };
}

function bundleCondition(bundle: BundlePlan, plans: Plans, condition: UserCondition): Condition {
  const at = bundle.members.findIndex(({ name }) => name === condition.column);
  const plan = plans.get(bundle.column) as CategoryPlan | undefined;
  const kept = plan?.kind === "category" ? new Set(plan.categories) : undefined;
  const values = bundle.categories
    .filter((row) => meets(row[at]!, condition))
    .map((row) => JSON.stringify(row))
    .filter((label) => kept?.has(label) ?? true);
  if (values.length > 0) return { column: bundle.column, op: "in", values };
  const known = [...new Set(bundle.categories.map((row) => row[at]!))].filter((cell) => cell !== null);
  throw new ModelError(
    `column ${condition.column} has no such value; it has ${known.slice(0, 8).join(", ")}${known.length > 8 ? ` and ${known.length - 8} more` : ""}`,
  );
}

function meets(cell: string | number | null, condition: UserCondition): boolean {
  if (condition.op === "missing") return cell === null;
  if (cell === null) return false;
  if (condition.op === "present") return true;
  const number = typeof cell === "number" ? cell : readNumber(cell);
  if (condition.op === "in")
    return condition.values.some((v) => String(v) === String(cell) || readNumber(String(v)) === number);
  const bound = (v: string | number | null, open: number) => (v === null ? open : readNumber(String(v)));
  return (
    number >= bound(condition.min, Number.NEGATIVE_INFINITY) &&
    number <= bound(condition.max, Number.POSITIVE_INFINITY)
  );
}
