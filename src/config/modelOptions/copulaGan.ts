import "../jitless.ts";
import { z } from "zod";
import { checkGanSizes, ganFields } from "./gan.ts";
import { marginalFields } from "./gaussianCopula.ts";

export const copulaGanOptions = z
  .strictObject({ type: z.literal("copulaGan"), ...ganFields, ...marginalFields })
  .check(checkGanSizes)
  .meta({
    title: "copulaGan",
    description:
      "CopulaGAN (SDV): CTGAN trained on continuous columns mapped through their marginal distribution to a standard normal.",
  });

export type CopulaGanOptions = z.output<typeof copulaGanOptions>;
