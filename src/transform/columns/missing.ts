import { z } from "zod";
import { covers } from "../../jsonc/covers.ts";
import { columnLength, missingCount } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import type { ColumnKind, Output, PrepareColumn } from "./columnKind.ts";
import { filledColumn } from "./constant.ts";
import { planName, planOutput } from "./planFields.ts";

/** No value at all in the source. */
export interface MissingPlan {
  readonly kind: "missing";
  readonly name: string;
  readonly output: Output;
}

export const missingKind: ColumnKind<MissingPlan> = {
  schema: covers<MissingPlan>()(
    z.strictObject({ kind: z.literal("missing"), name: planName, output: planOutput }),
  ),
  restore: (plan, { batch }) => filledColumn(plan, batch.rows, null),
  condition: (plan, { op }) => {
    if (op === "missing") return [];
    throw new ModelError(`column ${plan.name} has no value at all: it can only be missing`);
  },
};

export const prepareMissing: PrepareColumn = (column, spec) => {
  if (missingCount(column) < columnLength(column)) return null;
  if (spec.missing === "never")
    return {
      plan: null,
      dropped: "it has no value",
      warning: `column ${spec.name} is left out: it has no value, and missing is "never"`,
    };
  return { plan: missingPlan(spec.name, column.kind) };
};

export function missingPlan(name: string, output: Output): MissingPlan {
  return { kind: "missing", name, output };
}
