import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { RowPass } from "./rowPass.ts";

/**
 * What one pass says of a batch of B rows. `latents[v]` is B × K: with `belief`, P(evidence below v | z_v) up to a factor
 * per row; with `posterior`, P(z_v | row).
 */
export interface Inferred {
  readonly logLikelihood: Float64Array;
  readonly latents: readonly Float32Array[];
}

export type Wanted = "logLikelihood" | "belief" | "posterior";

/** Answers for batches of rows given as tokens (−1 = unknown, summed out). */
export interface CircuitInference {
  infer(tokens: TokenColumns, from: number, to: number, want: Wanted): Promise<Inferred>;
  dispose(): Promise<void>;
}

/** Rows answered at a time. */
export const inferenceBatch = 512;

/** The arithmetic in plain code: the fallback without onnxruntime, and what the graphs are checked against. */
export function plainInference(shape: CircuitShape, parameters: CircuitParameters): CircuitInference {
  const pass = new RowPass(shape, parameters);
  const k = shape.states;
  return {
    async infer(tokens, from, to, want) {
      const logLikelihood = new Float64Array(to - from);
      const latents =
        want === "logLikelihood" ? [] : shape.hosted.map(() => new Float32Array((to - from) * k));
      for (let i = from; i < to; i++) {
        logLikelihood[i - from] = pass.up(tokens, i);
        if (want === "posterior") pass.down();
        const values = want === "posterior" ? pass.posterior : pass.belief;
        latents.forEach((out, v) => {
          out.set(values[v]!, (i - from) * k);
        });
      }
      return { logLikelihood, latents };
    },
    async dispose() {},
  };
}
