import type { IndependentOptions } from "../../config/modelOptions/independent.ts";
import { nextTurn } from "../../numerics/breathe.ts";
import type { Synthesizer } from "../synthesizer.ts";
import { copulaModel, loadCopulaModel } from "./copulaModel.ts";
import { fitLatents, type Latent } from "./latents.ts";

/** Columns sampled independently of each other, each from its own distribution: the baseline for every other model. */
export const independent: Synthesizer<IndependentOptions> = {
  type: "independent",
  async fit(data, _options, context) {
    context.signal.throwIfAborted();
    const latents: Latent[] = [];
    for (const c of data.columns.keys()) {
      latents.push(...fitLatents(data, c, "empirical", undefined));
      await nextTurn();
      context.signal.throwIfAborted();
    }
    context.progress({ fraction: 1, label: `${data.columns.length} columns` });
    return copulaModel({ type: "independent", columns: data.columns, latents, correlation: null });
  },
  load: async (state) => loadCopulaModel("independent", state),
};
