import type { CircuitParameters, CircuitShape } from "./circuitModel.ts";
import { columnPlaces } from "./circuitModel.ts";
import type { TokenColumns } from "./emEngine.ts";

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
  return {
    async infer(tokens, from, to, want) {
      return inferPlainly(
        shape,
        parameters,
        tokens,
        Uint32Array.from({ length: to - from }, (_, i) => from + i),
        want,
      );
    },
    async dispose() {},
  };
}

/** As `CircuitInference.infer` for the rows at `index`. */
export function inferPlainly(
  shape: CircuitShape,
  parameters: CircuitParameters,
  tokens: TokenColumns,
  index: Uint32Array,
  want: Wanted,
): Inferred {
  const k = shape.states;
  const latents = shape.parent.length;
  const places = columnPlaces(shape);
  const rows = index.length;
  const logLikelihood = new Float64Array(rows);
  const out = want === "logLikelihood" ? [] : shape.hosted.map(() => new Float32Array(rows * k));
  const belief = shape.hosted.map(() => new Float64Array(k));
  const message = shape.hosted.map(() => new Float64Array(k));
  const posterior = shape.hosted.map(() => new Float64Array(k));
  for (let i = 0; i < rows; i++) {
    for (const b of belief) b.fill(0);
    tokens.forEach((column, j) => {
      const t = column[index[i]!]!;
      if (t < 0) return;
      const { latent, offset } = places[j]!;
      const table = parameters.emissions[latent]!;
      const b = belief[latent]!;
      for (let s = 0; s < k; s++) b[s]! += Math.log(table[(offset + t) * k + s]! + 1e-30);
    });
    let scale = 0;
    for (let v = latents - 1; v >= 0; v--) {
      const b = belief[v]!;
      scale += exponentiate(b);
      if (v === 0) continue;
      const w = parameters.transitions[v]!;
      const above = belief[shape.parent[v]!]!;
      const m = message[v]!;
      for (let p = 0; p < k; p++) {
        let sum = 1e-30;
        for (let c = 0; c < k; c++) sum += w[p * k + c]! * b[c]!;
        m[p] = sum;
        above[p]! += Math.log(sum);
      }
    }
    let evidence = 1e-30;
    for (let s = 0; s < k; s++) evidence += belief[0]![s]! * parameters.root[s]!;
    logLikelihood[i] = Math.log(evidence) + scale;
    if (want === "belief") belief.forEach((b, v) => void out[v]!.set(b, i * k));
    if (want !== "posterior") continue;
    for (let s = 0; s < k; s++) posterior[0]![s] = (belief[0]![s]! * parameters.root[s]!) / evidence;
    for (let v = 1; v < latents; v++) {
      const own = posterior[v]!.fill(0);
      const above = posterior[shape.parent[v]!]!;
      const w = parameters.transitions[v]!;
      for (let p = 0; p < k; p++) {
        const q = above[p]! / message[v]![p]!;
        if (q > 0) for (let c = 0; c < k; c++) own[c]! += q * w[p * k + c]!;
      }
      for (let c = 0; c < k; c++) own[c]! *= belief[v]![c]!;
    }
    posterior.forEach((p, v) => void out[v]!.set(p, i * k));
  }
  return { logLikelihood, latents: out };
}

/** b ← exp(b − max b); returns the maximum. */
function exponentiate(b: Float64Array): number {
  let max = -Infinity;
  for (const x of b) if (x > max) max = x;
  for (let s = 0; s < b.length; s++) b[s] = Math.exp(b[s]! - max);
  return max;
}
