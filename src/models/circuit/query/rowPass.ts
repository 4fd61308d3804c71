import {
  type CircuitParameters,
  type CircuitShape,
  type ColumnPlace,
  columnPlaces,
} from "../circuitModel.ts";
import type { TokenColumns } from "../train/emEngine.ts";

const tiny = 1e-30;
/** Products below this are scaled up: far above the smallest double, which two more factors could reach. */
const low = 1e-120;

/** The upward and downward pass for one row at a time in plain code, in double precision. */
export class RowPass {
  readonly #shape: CircuitShape;
  readonly #parameters: CircuitParameters;
  readonly #places: readonly ColumnPlace[];
  /** P(evidence below v | z_v) up to a factor. */
  readonly belief: readonly Float64Array[];
  /** The same, seen from the parent's states; not used for the root. */
  readonly message: readonly Float64Array[];
  /** P(z_v | row). */
  readonly posterior: readonly Float64Array[];
  #evidence = 1;

  constructor(shape: CircuitShape, parameters: CircuitParameters) {
    this.#shape = shape;
    this.#parameters = parameters;
    this.#places = columnPlaces(shape);
    const vectors = () => shape.hosted.map(() => new Float64Array(shape.states));
    this.belief = vectors();
    this.message = vectors();
    this.posterior = vectors();
  }

  /** Fills `belief` and `message`; returns the row's log likelihood. Unknown tokens (−1) are summed out. */
  up(tokens: TokenColumns, row: number): number {
    const k = this.#shape.states;
    let scale = this.#observe(tokens, row);
    for (let v = this.belief.length - 1; v >= 0; v--) {
      const b = this.belief[v]!;
      scale += scaleToOne(b);
      if (v === 0) continue;
      const w = this.#parameters.transitions[v]!;
      const above = this.belief[this.#shape.parent[v]!]!;
      const m = this.message[v]!;
      let most = 0;
      for (let p = 0, at = 0; p < k; p++) {
        let sum = tiny;
        let c = 0;
        // two at a time, so that one addition waits for the one before, not two
        for (; c + 1 < k; c += 2, at += 2) sum += w[at]! * b[c]! + w[at + 1]! * b[c + 1]!;
        if (c < k) sum += w[at++]! * b[c]!;
        m[p] = sum;
        const next = above[p]! * sum;
        above[p] = next;
        if (next > most) most = next;
      }
      if (most < low) scale += scaleToOne(above);
    }
    let evidence = tiny;
    for (let s = 0; s < k; s++) evidence += this.belief[0]![s]! * this.#parameters.root[s]!;
    this.#evidence = evidence;
    return Math.log(evidence) + scale;
  }

  /** Sets `belief` to the probability of the row's own tokens, up to a factor; returns the logarithm of that factor. */
  #observe(tokens: TokenColumns, row: number): number {
    const k = this.#shape.states;
    for (const b of this.belief) b.fill(1);
    let scale = 0;
    for (let j = 0; j < tokens.length; j++) {
      const t = tokens[j]![row]!;
      if (t < 0) continue;
      const { latent, offset } = this.#places[j]!;
      const table = this.#parameters.emissions[latent]!;
      const b = this.belief[latent]!;
      let most = 0;
      for (let s = 0, at = (offset + t) * k; s < k; s++) {
        const next = b[s]! * (table[at++]! + tiny);
        b[s] = next;
        if (next > most) most = next;
      }
      if (most < low) scale += scaleToOne(b);
    }
    return scale;
  }

  /**
   * Fills `posterior`; after `up`.
   *
   * @param counts K × K per latent but the root: the probability of each pair of states of parent and child is added to it
   */
  down(counts?: readonly Float32Array[]): void {
    const k = this.#shape.states;
    for (let s = 0; s < k; s++)
      this.posterior[0]![s] = (this.belief[0]![s]! * this.#parameters.root[s]!) / this.#evidence;
    for (let v = 1; v < this.belief.length; v++) {
      const own = this.posterior[v]!.fill(0);
      const above = this.posterior[this.#shape.parent[v]!]!;
      const w = this.#parameters.transitions[v]!;
      const message = this.message[v]!;
      const belief = this.belief[v]!;
      const into = counts?.[v];
      for (let p = 0, at = 0; p < k; p++, at += k) {
        const q = above[p]! / message[p]!;
        if (!(q > 0)) continue;
        for (let c = 0; c < k; c++) {
          const share = q * w[at + c]! * belief[c]!;
          own[c]! += share;
          if (into !== undefined) into[at + c]! += share;
        }
      }
    }
  }
}

/** Divides by the maximum, which is above 0; returns its logarithm. */
function scaleToOne(b: Float64Array): number {
  let max = 0;
  for (let s = 0; s < b.length; s++) if (b[s]! > max) max = b[s]!;
  for (let s = 0; s < b.length; s++) b[s]! /= max;
  return Math.log(max);
}
