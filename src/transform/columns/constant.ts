import { z } from "zod";
import { covers } from "../../jsonc/covers.ts";
import type { Column } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import { readDatetime, readNumber } from "../spelling.ts";
import type { ColumnKind, Output, UserCondition } from "./columnKind.ts";
import { finite, planName, planOutput } from "./planFields.ts";

/** One value in every row. */
export interface ConstantPlan {
  readonly kind: "constant";
  readonly name: string;
  readonly output: Output;
  readonly value: string | number;
}

export const constantKind: ColumnKind<ConstantPlan> = {
  schema: covers<ConstantPlan>()(
    z
      .strictObject({
        kind: z.literal("constant"),
        name: planName,
        output: planOutput,
        value: z.union([z.string(), finite]),
      })
      .refine(
        ({ output, value }) => typeof value === (output === "string" ? "string" : "number"),
        "the value must be of the kind of the output",
      ),
  ),
  restore: (plan, { batch }) => filledColumn(plan, batch.rows, plan.value),
  condition(plan, condition) {
    if (holds(plan.value, condition)) return [];
    throw new ModelError(`column ${plan.name} is always ${plan.value}`);
  },
};

export function constantPlan(name: string, output: Output, value: string | number): ConstantPlan {
  return { kind: "constant", name, output, value };
}

/** A column with one value, or none (null), in every row. */
export function filledColumn(
  { name, output }: { readonly name: string; readonly output: Output },
  rows: number,
  value: string | number | null,
): Column {
  if (output === "string")
    return {
      kind: output,
      name,
      codes: new Int32Array(rows).fill(value === null ? -1 : 0),
      dictionary: value === null ? [] : [String(value)],
    };
  const number = value === null ? Number.NaN : Number(value);
  return { kind: output, name, values: new Float64Array(rows).fill(number) };
}

function holds(value: string | number, condition: UserCondition): boolean {
  const number =
    typeof value === "number" ? value : firstNumber(readNumber(value), readDatetime(value, null));
  if (condition.op === "in")
    return condition.values.some((v) => String(v) === String(value) || Number(v) === number);
  if (condition.op === "range")
    return (
      (condition.min === null || Number(condition.min) <= number) &&
      (condition.max === null || Number(condition.max) >= number)
    );
  return condition.op === "present";
}

function firstNumber(...numbers: readonly number[]): number {
  return numbers.find((n) => !Number.isNaN(n)) ?? Number.NaN;
}
