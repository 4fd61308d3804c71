import { z } from "zod";
import { isoUnits } from "./cells/durationForm.ts";

/** A `DurationForm` from a file. */
export const durationFormSchema = z.strictObject({
  style: z.enum(["clock", "iso"]),
  parts: z.union([z.literal(0), z.literal(2), z.literal(3)]),
  digits: z.int().min(0).max(6),
  units: z.enum(isoUnits).exactOptional(),
});

/** A `NumberAffix` from a file. */
export const affixSchema = z.strictObject({
  prefix: z.string(),
  suffix: z.string(),
  thousands: z.string(),
  signFirst: z.boolean(),
  negative: z.enum(["parentheses", "inner", "trailing"]).exactOptional(),
  zero: z.string().exactOptional(),
  duration: durationFormSchema.exactOptional(),
});
