import "../jitless.ts";
import { z } from "zod";

/** Beyond this δ the guarantee means little: one person in a thousand may be exposed. */
const maxDelta = 0.000999;

/** Above this ε the bound says little; it is still kept. */
export const highEpsilon = 20;

/** The guarantee a config asks for. */
export const privacySchema = z
  .strictObject({
    epsilon: z
      .number()
      .min(0.001)
      .max(1000)
      .meta({
        description:
          "How much the result may depend on one unit: no outcome becomes more than e^epsilon times as likely by adding or removing it. 1 is strong, 3 usual, 10 weak.",
        examples: [1, 3],
      }),
    delta: z.number().min(1e-30).max(maxDelta).default(1e-6).meta({
      description:
        "Probability with which the bound may fail; well below one divided by the number of persons.",
    }),
    domain: z
      .enum(["declared", "private"])
      .default("declared")
      .meta({
        description:
          "Where it is known from what a column may hold. `declared`: the config says it (`values`, or `min` and `max`), and by this word that it is public knowledge and does not come from the file. `private`: a tenth of the budget buys it; whatever else `syndata init` wrote from the data is not used.",
        enumDescriptions: [
          "The config says it for every column, and that it is public.",
          "A tenth of the budget buys the categories that many rows share, and bins, for the columns the config leaves open.",
        ],
      }),
    unit: z
      .string()
      .min(1)
      .default("row")
      .meta({
        description:
          "What is protected: `row`, or the column that names the person (or the like) a row belongs to.",
        examples: ["row", "customer_id"],
      }),
    maxRowsPerUnit: z.int().min(1).max(1000).default(1).meta({
      description:
        "With a column as the unit: rows of one unit that are used at most; the noise grows with it. The first ones of the file are kept.",
    }),
    budget: z.number().gt(0).max(1000).optional().meta({
      description:
        "The largest sum of epsilon that all releases from this source may reach; a run beyond it is refused. The ledger beside the config keeps the sum.",
    }),
  })
  .meta({
    description:
      "Differential privacy: a bound on what the model and the synthetic table can reveal of one row or person, whoever attacks. For circuit, gaussianCopula and independent.",
  });

export type PrivacyConfig = z.output<typeof privacySchema>;
