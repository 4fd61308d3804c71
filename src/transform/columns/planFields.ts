import { z } from "zod";
import type { ModelColumn } from "../modelTable.ts";

/** Fields that the plans of several kinds share, as a model file may hold them. */
export const planName = z.string();
export const planOutput = z.enum(["string", "number", "datetime"]);
export const finite = z.number();
export const planFill = finite.nullable();
export const planDateFormat = z.string().max(200).nullable();
/** Epoch ms that a Date can hold. */
export const planTime = z.number().min(-8.64e15).max(8.64e15);
/** Milliseconds of a tick: up to ten thousand years, beyond any grid. */
export const planUnit = z.number().gt(0).max(3.2e14);

/** The fields of a range with spikes. */
export const rangeFields = {
  min: finite,
  max: finite,
  spikes: z
    .array(z.strictObject({ value: finite, at: finite }).readonly())
    .readonly()
    .exactOptional(),
};

export function isOrdered({ min, max }: { readonly min: number; readonly max: number }): boolean {
  return min <= max;
}

export const notOrdered = { error: "min exceeds max" };

/** Says what a plan of a continuous column misses in the model. */
export function continuousProblem(column: ModelColumn | undefined): string | undefined {
  return column?.kind === "continuous" ? undefined : "is not among the numbers of the model";
}
