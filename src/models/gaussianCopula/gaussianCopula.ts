import type { GaussianCopulaOptions } from "../../config/modelOptions/gaussianCopula.ts";
import type { Synthesizer } from "../synthesizer.ts";
import { categoryOrders } from "./categoryOrder.ts";
import { copulaModel, loadCopulaModel } from "./copulaModel.ts";
import { latentCorrelations } from "./correlation.ts";
import { fitLatents, latentScores, latentSteps } from "./latents.ts";
import { nearestCorrelation } from "./positiveDefinite.ts";

/**
 * Gaussian copula (Patki, Wedge and Veeramachaneni, "The Synthetic Data Vault", DSAA 2016): every column its own
 * distribution, the dependence between them that of a multivariate normal. Unlike SDV's, categories are ordered by
 * association before they become intervals, and correlations are those of the latents rather than of noisy scores.
 */
export const gaussianCopula: Synthesizer<GaussianCopulaOptions> = {
  type: "gaussianCopula",
  async fit(data, options, context) {
    const step = async (fraction: number, label: string) => {
      context.progress({ fraction, label });
      await new Promise((resolve) => setImmediate(resolve));
      context.signal.throwIfAborted();
    };
    await step(0, "ordering categories");
    const orders = categoryOrders(data, context.target);
    await step(0.3, "fitting marginals");
    const kindOf = (name: string) =>
      Object.hasOwn(options.numericalDistributions, name)
        ? options.numericalDistributions[name]!
        : options.defaultDistribution;
    const latents = fitLatents(data, kindOf, orders);
    await step(0.6, "correlations");
    const scores = latents.map((latent) => latentScores(latent, data.table, data.columns));
    const raw = latentCorrelations(scores, latents.map(latentSteps));
    const correlation = nearestCorrelation(raw);
    await step(1, `${latents.length} latent variables`);
    return copulaModel({ type: "gaussianCopula", columns: data.columns, latents, correlation });
  },
  load: async (state) => loadCopulaModel("gaussianCopula", state),
};
