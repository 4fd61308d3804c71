import "../jitless.ts";
import { z } from "zod";
import { choice } from "./fields.ts";

const marginals = {
  empirical: "The observed quantiles, interpolated: fits any shape.",
  norm: "Normal.",
  truncnorm: "Normal truncated to the observed range.",
  beta: "Beta on the observed range (SDV's default).",
  gamma: "Gamma, shifted to the observed minimum.",
  uniform: "Uniform on the observed range.",
  gaussianKde: "Gaussian kernel density.",
} as const;

export const marginalFields = {
  defaultDistribution: choice(
    marginals,
    "empirical",
    "Marginal distribution of numerical and datetime columns (SDV's `default_distribution`).",
  ),
  numericalDistributions: z
    .record(z.string(), z.enum(Object.keys(marginals) as (keyof typeof marginals)[]))
    .default({})
    .meta({
      description: "Marginal distribution of single columns, by name (SDV's `numerical_distributions`).",
      examples: [{ age: "gamma" }],
    }),
};

export const gaussianCopulaOptions = z
  .strictObject({ type: z.literal("gaussianCopula"), ...marginalFields })
  .meta({
    title: "gaussianCopula",
    description:
      "Gaussian copula: marginals joined by the correlation of their normal scores (Patki, Wedge and Veeramachaneni, “The Synthetic Data Vault”, DSAA 2016). Seconds to train.",
  });

export type GaussianCopulaOptions = z.output<typeof gaussianCopulaOptions>;
