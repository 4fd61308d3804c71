import { dayMs } from "./judge/evaluate.ts";
import type { RulesPlan } from "./rulesPlan.ts";

/** Protected range of a column that rules bind, in the terms of the output; undefined where none binds it. */
export function ruledRange(
  plan: RulesPlan,
  name: string,
): { readonly min: number | null; readonly max: number | null } | undefined {
  for (const { variables, presence } of plan.systems) {
    const variable = variables.find((one) => one.name === name);
    if (variable === undefined) continue;
    const spikes = presence?.members.find((member) => member.name === name)?.spikes ?? [];
    const unit = variable.kind === "date" ? dayMs : 1;
    const min = variable.min === null ? null : Math.min(variable.min, ...spikes) * unit;
    const max = variable.max === null ? null : Math.max(variable.max, ...spikes) * unit;
    return { min, max };
  }
  return undefined;
}
