import "../jitless.ts";
import { z } from "zod";
import { real, whole } from "./fields.ts";

const candidates = [
  "circuit",
  "argn",
  "gaussianCopula",
  "ctgan",
  "tvae",
  "copulaGan",
  "independent",
] as const;

export const autoOptions = z
  .strictObject({
    type: z.literal("auto"),
    candidates: z
      .array(z.enum(candidates))
      .min(1)
      .default(["circuit", "argn", "gaussianCopula"])
      .meta({ description: "Models to try, in this order." }),
    timeBudget: real(1, 604_800, 300, "Seconds for trying the candidates, without the final training."),
    subsampleRows: whole(100, 10_000_000, 10_000, "Maximum number of rows on which candidates are tried."),
  })
  .meta({
    title: "auto",
    description:
      "Tries several models on a subsample within a time budget, judges them by fidelity, utility and privacy on the holdout, says why it chose, and trains the winner on everything.",
  });

export type AutoOptions = z.output<typeof autoOptions>;
