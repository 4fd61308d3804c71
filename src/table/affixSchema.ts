import { z } from "zod";

/** A `NumberAffix` from a file. */
export const affixSchema = z.strictObject({
  prefix: z.string(),
  suffix: z.string(),
  thousands: z.string(),
  signFirst: z.boolean(),
});
