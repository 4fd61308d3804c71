import "../jitless.ts";
import { z } from "zod";

export const independentOptions = z.strictObject({ type: z.literal("independent") }).meta({
  title: "independent",
  description: "Columns sampled independently of each other: the baseline every report is held against.",
});

export type IndependentOptions = z.output<typeof independentOptions>;
