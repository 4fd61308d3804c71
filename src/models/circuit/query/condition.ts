import { type CircuitParameters, type CircuitShape, columnPlaces } from "../circuitModel.ts";
import type { Evidence } from "./evidence.ts";

export interface Conditioned {
  /** ln P(evidence); −Infinity when it cannot happen. */
  readonly logProbability: number;
  /** The circuit of P(x | evidence): same shape, its own parameters. */
  readonly parameters: CircuitParameters;
}

/**
 * The distribution given evidence on single columns is again a circuit of the same shape:
 * E'_j ∝ a_j ∘ E_j,  W'_v[p, c] = W_v[p, c] b_v(c) / m_v(p),  π' = π ∘ b_0 / Z, with one upward pass for b and m.
 */
export function conditionCircuit(
  shape: CircuitShape,
  parameters: CircuitParameters,
  evidence: Evidence,
): Conditioned {
  const k = shape.states;
  const places = columnPlaces(shape);
  const latents = shape.parent.length;
  const emissions = parameters.emissions.map((e) => e.slice());
  const logBelief = Array.from({ length: latents }, () => new Float64Array(k));
  evidence.forEach((known, j) => {
    if (known === undefined) return;
    const { latent, offset } = places[j]!;
    const table = emissions[latent]!;
    const agree = new Float64Array(k);
    for (let t = 0; t < known.mask.length; t++)
      for (let s = 0; s < k; s++) {
        const i = (offset + t) * k + s;
        table[i] = table[i]! * known.mask[t]!;
        agree[s]! += table[i]!;
      }
    for (let s = 0; s < k; s++) logBelief[latent]![s]! += Math.log(agree[s]!);
  });
  const transitions = parameters.transitions.map((w) => w.slice());
  for (let v = latents - 1; v > 0; v--) {
    const w = transitions[v]!;
    const belief = logBelief[v]!;
    const max = belief.reduce((a, b) => Math.max(a, b), -Infinity);
    const above = logBelief[shape.parent[v]!]!;
    for (let p = 0; p < k; p++) {
      let message = 0;
      for (let c = 0; c < k; c++) {
        const x = max === -Infinity ? 0 : w[p * k + c]! * Math.exp(belief[c]! - max);
        w[p * k + c] = x;
        message += x;
      }
      if (message > 0) for (let c = 0; c < k; c++) w[p * k + c]! /= message;
      above[p]! += Math.log(message) + (max === -Infinity ? 0 : max);
    }
  }
  const top = logBelief[0]!;
  const max = top.reduce((a, b) => Math.max(a, b), -Infinity);
  const root = parameters.root.map((p, s) => (max === -Infinity ? 0 : p * Math.exp(top[s]! - max)));
  const total = root.reduce((a, b) => a + b, 0);
  if (total > 0) for (let s = 0; s < k; s++) root[s]! /= total;
  return {
    logProbability: total > 0 ? Math.log(total) + max : -Infinity,
    parameters: { root, transitions, emissions },
  };
}
