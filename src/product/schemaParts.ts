import { z } from "zod";

/** Name of an entry. */
export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    message: "must be lower-case words with hyphens, such as swap-shift",
  })
  .max(60);
/** A text of a person. */
export const text = z.string().min(1).max(2_000);
/** A day such as 2026-12-31. */
export const day = z.iso.date();
