import { z } from "zod";
import { DamagedPart } from "./damagedPart.ts";

/** Checks JSON of a model file. @throws DamagedPart naming the part and the place in it */
export function readSaved<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  part = "model.json",
): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  throw new DamagedPart(part, `${path === "" ? "" : `${path}: `}${issue?.message ?? "it cannot be read"}`);
}

/** A version of the saved form. */
export const version = <V extends number>(number: V): z.ZodLiteral<V> => z.literal(number);

/** A whole number from 0 that is an index or a count. */
export const count = z.int().min(0);

/** Finite numbers. */
export const finite = z.number();
export const finites = z.array(finite).readonly();
export const counts = z.array(count).readonly();

/** 0 … 1; sums of shares miss by rounding. */
export const share = z
  .number()
  .min(-1e-6)
  .max(1 + 1e-6);

/** Numbers that never decrease. */
const ascending = finites.refine(isAscending, { error: "the numbers must not decrease" });

/** Shares summed up: from 0 to 1, never decreasing. */
export const cumulativeShares = ascending.refine(
  (values) => values.length > 1 && values[0] === 0 && Math.abs(values.at(-1)! - 1) < 1e-6,
  { error: "the shares must run from 0 to 1" },
);

function isAscending(values: readonly number[]): boolean {
  return values.every((v, i) => i === 0 || v >= values[i - 1]!);
}

/** A check of the whole that tells what is wrong, or returns undefined. */
export function must<T>(
  problem: (value: T) => string | undefined,
): (context: z.core.ParsePayload<T>) => void {
  return (context) => {
    const message = problem(context.value);
    if (message !== undefined) context.issues.push({ code: "custom", input: context.value, message });
  };
}
