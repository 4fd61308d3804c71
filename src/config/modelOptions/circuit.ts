import { z } from "zod";
import { autoOrWhole, choice, real, whole } from "./fields.ts";

export const circuitOptions = z
  .strictObject({
    type: z.literal("circuit"),
    maxLatentStates: autoOrWhole(
      1,
      8192,
      "Hidden states per column. `auto` chooses by held-out likelihood on the validation share.",
    ),
    leaves: choice(
      {
        auto: "Per column, whichever the validation rows prefer.",
        bins: "Numerical columns are cut into bins.",
        gaussian: "Spikes are tokens; the rest is quantile-normalised with one Gaussian per hidden state.",
      },
      "auto",
      "How numerical columns are modelled.",
    ),
    maxBins: whole(2, 4096, 128, "Most bins of a numerical column with `bins` leaves."),
    epochs: whole(1, 10_000, 12, "Passes of stepwise expectation-maximisation over the data."),
    batchSize: autoOrWhole(16, 100_000, "Rows per EM step; `auto` follows the number of rows."),
    validationShare: real(
      0,
      0.5,
      0.1,
      "Share of the training rows kept for choosing size and leaves; the final fit uses all training rows. 0 switches the choice off.",
    ),
  })
  .meta({
    title: "circuit",
    description:
      "A hidden Chow-Liu tree: a probabilistic circuit learnt by stepwise expectation-maximisation. Exact conditional sampling, imputation and likelihoods; seconds to train.",
  });

export type CircuitOptions = z.output<typeof circuitOptions>;
