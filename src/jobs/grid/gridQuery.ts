import { z } from "zod";

/** Which rows of an open table are meant. */
export const gridQuery = z.strictObject({
  sort: z
    .strictObject({ column: z.int().min(0), descending: z.boolean() })
    .readonly()
    .nullable(),
  where: z.array(z.string()).readonly(),
});
