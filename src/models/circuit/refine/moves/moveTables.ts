import {
  type CircuitParameters,
  type CircuitShape,
  type ColumnPlace,
  columnPlaces,
} from "../../circuitModel.ts";

/** A circuit laid out for moves: what is read for every cell lies side by side, and every state's emissions sum to 1. */
export interface MoveTables {
  readonly shape: CircuitShape;
  readonly places: readonly ColumnPlace[];
  readonly children: readonly (readonly number[])[];
  readonly root: Float32Array;
  /** K × K per latent, row = the parent's state. */
  readonly transitions: readonly Float32Array[];
  /** The same, row = the latent's own state. */
  readonly transposed: readonly Float32Array[];
  /** Per latent: rows of tokens, K each. */
  readonly emissions: readonly Float32Array[];
  /** Per column: K rows of cumulative emissions. */
  readonly cumulative: readonly Float32Array[];
}

/** @param parameters also those of a circuit under conditions, whose emissions sum to less than 1 */
export function moveTables(shape: CircuitShape, parameters: CircuitParameters): MoveTables {
  const k = shape.states;
  const places = columnPlaces(shape);
  const emissions = parameters.emissions.map((e) => e.slice());
  const cumulative = shape.sizes.map((size, j) => {
    const { latent, offset } = places[j]!;
    const table = emissions[latent]!;
    const out = new Float32Array(k * size);
    for (let s = 0; s < k; s++) {
      let total = 0;
      for (let t = 0; t < size; t++) total += table[(offset + t) * k + s]!;
      let sum = 0;
      for (let t = 0; t < size; t++) {
        const at = (offset + t) * k + s;
        if (total > 0) table[at] = table[at]! / total;
        out[s * size + t] = sum += table[at]!;
      }
    }
    return out;
  });
  return {
    shape,
    places,
    children: shape.hosted.map((_, v) => [...shape.parent.keys()].filter((c) => shape.parent[c] === v)),
    root: parameters.root,
    transitions: parameters.transitions,
    transposed: parameters.transitions.map((w) => transpose(w, k)),
    emissions,
    cumulative,
  };
}

function transpose(w: Float32Array, k: number): Float32Array {
  const out = new Float32Array(w.length);
  if (w.length > 0) for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) out[b * k + a] = w[a * k + b]!;
  return out;
}
