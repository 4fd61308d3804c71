import type { CircuitParameters, CircuitShape } from "../../../src/models/circuit/circuitModel.ts";
import type { Codebook } from "../../../src/models/circuit/tokens/codebook.ts";
import { Random } from "../../../src/numerics/random.ts";

/** Four columns over three latents of two states: latent 0 hosts columns 0 and 3, its children 1 and 2 one column each. */
export const tinyShape: CircuitShape = {
  states: 2,
  parent: Int32Array.from([-1, 0, 1]),
  hosted: [[0, 3], [1], [2]],
  sizes: [3, 2, 4, 2],
};

export const tinyBooks: readonly Codebook[] = tinyShape.sizes.map((size, j) => ({
  kind: "category",
  column: {
    kind: "discrete",
    name: `c${j}`,
    categories: Array.from({ length: size }, (_, t) => `v${t}`),
    missing: false,
  },
  size,
  missing: -1,
}));

export function randomParameters(seed: number, shape: CircuitShape = tinyShape): CircuitParameters {
  const random = new Random(seed);
  const k = shape.states;
  const simplex = (n: number) => {
    const x = Float32Array.from({ length: n }, () => 0.05 + random.uniform());
    const total = x.reduce((a, b) => a + b, 0);
    return x.map((v) => v / total);
  };
  const transitions = Array.from(shape.parent, (p) => {
    const w = new Float32Array(p < 0 ? 0 : k * k);
    if (p >= 0) for (let a = 0; a < k; a++) w.set(simplex(k), a * k);
    return w;
  });
  const emissions = shape.hosted.map((columns) => {
    const blocks = columns.map((j) => {
      const table = new Float32Array(shape.sizes[j]! * k);
      for (let s = 0; s < k; s++)
        simplex(shape.sizes[j]!).forEach((p, t) => {
          table[t * k + s] = p;
        });
      return table;
    });
    return Float32Array.from(blocks.flatMap((b) => [...b]));
  });
  return { root: simplex(k), transitions, emissions };
}

/** Every full row of the tiny circuit with its probability, by summing over all states: 2³ × 48 terms, no message passing. */
export function enumerate(parameters: CircuitParameters): { row: number[]; p: number }[] {
  const k = 2;
  const [e0, e1, e2] = parameters.emissions as [Float32Array, Float32Array, Float32Array];
  const out: { row: number[]; p: number }[] = [];
  for (let a = 0; a < 3; a++)
    for (let b = 0; b < 2; b++)
      for (let c = 0; c < 4; c++)
        for (let d = 0; d < 2; d++) {
          let p = 0;
          for (let z0 = 0; z0 < k; z0++)
            for (let z1 = 0; z1 < k; z1++)
              for (let z2 = 0; z2 < k; z2++)
                p +=
                  parameters.root[z0]! *
                  parameters.transitions[1]![z0 * k + z1]! *
                  parameters.transitions[2]![z1 * k + z2]! *
                  e0[a * k + z0]! *
                  e0[(3 + d) * k + z0]! *
                  e1[b * k + z1]! *
                  e2[c * k + z2]!;
          out.push({ row: [a, b, c, d], p });
        }
  return out;
}
