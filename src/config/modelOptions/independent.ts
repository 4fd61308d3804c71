import "../jitless.ts";
import { z } from "zod";

export const independentOptions = z.strictObject({ type: z.literal("independent") }).meta({
  title: "independent",
  description: "Columns sampled independently of each other: the baseline for comparisons.",
});

export type IndependentOptions = z.output<typeof independentOptions>;
