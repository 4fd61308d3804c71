import "../jitless.ts";
import { z } from "zod";
import { autoOrWhole, choice, real, whole } from "./fields.ts";

export const circuitOptions = z
  .strictObject({
    type: z.literal("circuit"),
    maxLatentStates: autoOrWhole(
      1,
      2048,
      "Hidden states per column. `auto` chooses by held-out likelihood on the validation share.",
    ),
    leaves: choice(
      {
        auto: "Bins, drawn towards one Gaussian per hidden state where a state has seen few rows.",
        bins: "Bins only.",
        gaussian: "Spikes are tokens; the rest is quantile-normalized with one Gaussian per hidden state.",
      },
      "auto",
      "How numerical columns are modeled.",
    ),
    maxBins: whole(2, 1024, 96, "Maximum number of bins for the continuous part of a numerical column."),
    epochs: autoOrWhole(
      1,
      10_000,
      "Passes of stepwise expectation-maximization over the data; `auto` makes about 500 steps.",
    ),
    batchSize: autoOrWhole(16, 100_000, "Rows per EM step; `auto` follows the number of rows."),
    validationShare: real(
      0,
      0.5,
      0.1,
      "Share of the training rows kept for choosing the size; the final fit uses all training rows. 0 switches the choice off.",
    ),
    refine: z
      .union([
        z.enum(["auto", "moves", "select", "off"]).meta({
          enumDescriptions: [
            "Moves up to 200,000 rows, selects where more are asked for.",
            "Changes drawn rows value by value: closest to the training rows.",
            "Keeps some of up to ten times as many rows: faster for very many.",
            "Leaves drawn rows as they are.",
          ],
        }),
        z.boolean(),
      ])
      .default("auto")
      .meta({
        description:
          "What is done with drawn rows that a boosted classifier still tells from training rows; `true` is auto, `false` is off. Likelihoods and imputation stay the circuit's own.",
      }),
  })
  .meta({
    title: "circuit",
    description:
      "A hidden Chow-Liu tree: a probabilistic circuit trained by stepwise expectation-maximization. Exact conditional sampling, imputation and likelihoods; seconds to train.",
  });

export type CircuitOptions = z.output<typeof circuitOptions>;
