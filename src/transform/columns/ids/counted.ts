import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import type { Column } from "../../../table/table.ts";
import { findGrid } from "../../datetimeGrid.ts";
import { readNumber } from "../../spelling.ts";
import type { ColumnKind, Output } from "../columnKind.ts";
import { finite, planName, planOutput } from "../planFields.ts";
import { refuseCondition, roundUp } from "./invented.ts";
import { distinctTexts } from "./patterned.ts";

/** An id that counts: start, start + step, … */
export interface CountedPlan {
  readonly kind: "counted";
  readonly name: string;
  readonly output: Output;
  readonly start: number;
  readonly step: number;
}

export const countedKind: ColumnKind<CountedPlan> = {
  schema: covers<CountedPlan>()(
    z.strictObject({
      kind: z.literal("counted"),
      name: planName,
      output: planOutput,
      start: finite,
      step: finite,
    }),
  ),
  restore(plan, { batch, firstRow }) {
    const values = new Float64Array(batch.rows);
    for (let i = 0; i < values.length; i++) values[i] = plan.start + (firstRow + i) * plan.step;
    return plan.output === "string"
      ? distinctTexts(plan.name, Array.from(values, String))
      : { kind: plan.output, name: plan.name, values };
  },
  condition: refuseCondition,
  countsOn: () => true,
};

/** Counts on from beyond the largest id of the source. */
export function countedPlan(column: Column, spec: ColumnSpec): CountedPlan {
  const { name } = spec;
  if (column.kind === "string") {
    let largest = 0;
    for (const text of column.dictionary) {
      const v = readNumber(text);
      if (v > largest && v < 2 ** 50) largest = Math.floor(v);
    }
    return { kind: "counted", name, output: "string", start: roundUp(largest) + 1, step: 1 };
  }
  let largest = column.kind === "number" ? 0 : Number.NEGATIVE_INFINITY;
  for (const v of column.values) if (v > largest) largest = v;
  const unit = column.kind === "number" ? 1 : findGrid(column.values).unit;
  const step = unit === "month" ? 31 * 86_400_000 : unit;
  const last = Number.isFinite(largest) ? Math.floor(largest) : 0;
  const start = column.kind === "number" ? roundUp(last) + 1 : last + 1000 * step;
  return { kind: "counted", name, output: column.kind, start, step };
}
