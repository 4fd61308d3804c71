import type { GaussianCopulaOptions } from "../../config/modelOptions/gaussianCopula.ts";
import { nextTurn } from "../../numerics/breathe.ts";
import { marginalKinds } from "../marginals/marginalKinds.ts";
import type { FitContext, Synthesizer } from "../synthesizer.ts";
import { categoryOrders } from "./categoryOrder.ts";
import { copulaModel, loadCopulaModel } from "./copulaModel.ts";
import { latentCorrelations } from "./correlation.ts";
import { fitLatents, type Latent, latentScores, latentSteps } from "./latents.ts";
import { nearestCorrelation } from "./positiveDefinite.ts";
import { thinned } from "./thinned.ts";

/** Cells read to order categories, and to correlate; larger tables are thinned to that for these two, not for marginals. */
const orderCells = 5e6;
const scoreCells = 2e7;
/** Products of two scores per fit. */
const scoreProducts = 1e9;

/**
 * Gaussian copula (Patki, Wedge and Veeramachaneni, "The Synthetic Data Vault", DSAA 2016): every column its own
 * distribution, the dependence between them that of a multivariate normal. Unlike SDV's, categories are ordered by
 * association before they become intervals, and correlations are those of the latents rather than of noisy scores.
 */
export const gaussianCopula: Synthesizer<GaussianCopulaOptions> = {
  type: "gaussianCopula",
  async fit(data, options, context) {
    const d = data.columns.length;
    await step(context, 0, "ordering categories");
    const orders = categoryOrders(thinned(data, orderCells / d), context.target);
    const kindOf = marginalKinds(data, options, context);
    const latents: Latent[] = [];
    for (const [c, meta] of data.columns.entries()) {
      await step(context, 0.3 + (0.3 * c) / d, `fitting ${meta.name}`);
      latents.push(...fitLatents(data, c, kindOf(meta.name), orders[c]));
    }
    const { table } = thinned(data, Math.min(scoreCells / d, Math.max(4 * d, scoreProducts / (d * d))));
    const scores: Float64Array[] = [];
    for (const [l, latent] of latents.entries()) {
      await step(context, 0.6 + (0.2 * l) / latents.length, "correlations");
      scores.push(latentScores(latent, table, data.columns));
    }
    await step(context, 0.8, "correlations");
    const raw = latentCorrelations(scores, latents.map(latentSteps));
    await step(context, 0.9, "correlations");
    const correlation = nearestCorrelation(raw);
    await step(context, 1, `${latents.length} latent variables`);
    return copulaModel({ type: "gaussianCopula", columns: data.columns, latents, correlation });
  },
  load: async (state) => loadCopulaModel("gaussianCopula", state),
};

/** Reports progress and lets a cancel through. */
async function step(context: FitContext, fraction: number, label: string): Promise<void> {
  context.progress({ fraction, label });
  await nextTurn();
  context.signal.throwIfAborted();
}
