import "../jitless.ts";
import { z } from "zod";
import { checkGanSizes, ganFields } from "./gan.ts";

export const ctganOptions = z
  .strictObject({ type: z.literal("ctgan"), ...ganFields })
  .check(checkGanSizes)
  .meta({
    title: "ctgan",
    description:
      "CTGAN: a conditional generative adversarial network for tables (Xu, Skoularidou, Cuesta-Infante and Veeramachaneni, “Modeling Tabular data using Conditional GAN”, NeurIPS 2019).",
  });

export type CtganOptions = z.output<typeof ctganOptions>;
