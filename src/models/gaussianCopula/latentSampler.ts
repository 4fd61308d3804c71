import { Random } from "../../numerics/random.ts";
import { cholesky } from "./positiveDefinite.ts";
import { type Intervals, truncatedNormal } from "./truncatedNormal.ts";

/** Sweeps of Gibbs sampling over the constrained latents when there are several. */
const sweeps = 24;

/**
 * Draws latents from N(0, Σ) given intervals for some of them. `correlation` null means independent. Free latents are
 * exact given the constrained ones (conditional normal); one constrained latent is exact too (inversion); several are
 * drawn one after the other (Geweke–Hajivassiliou–Keane) and then corrected by Gibbs sweeps, which have the right
 * distribution as their fixed point.
 */
export class LatentSampler {
  readonly #size: number;
  readonly #order: readonly number[];
  readonly #constraints: readonly Intervals[];
  /** Of the latents in `#order`; null when independent. */
  readonly #lower: Float64Array | null;
  readonly #regressions: readonly Regression[];
  readonly #normals: readonly Random[];
  readonly #uniforms: Random;

  constructor(
    size: number,
    correlation: Float64Array | null,
    constraints: ReadonlyMap<number, Intervals>,
    seed: number,
  ) {
    const bound = [...constraints.keys()].sort((a, b) => a - b);
    this.#size = size;
    this.#order = [...bound, ...Array.from({ length: size }, (_, i) => i).filter((i) => !constraints.has(i))];
    this.#constraints = bound.map((i) => constraints.get(i)!);
    this.#lower = correlation === null ? null : cholesky(permute(correlation, this.#order));
    this.#regressions = this.#lower === null ? [] : regressions(correlation!, bound);
    const random = new Random(seed).fork("latents");
    this.#normals = this.#order.map((i) => random.fork(`normal ${i}`));
    this.#uniforms = random.fork("uniform");
  }

  /** Fills `out[latent][0 … rows − 1]`. Successive calls go on where the last one stopped. */
  draw(out: readonly Float64Array[], rows: number): void {
    const d = this.#size;
    const m = this.#constraints.length;
    const columns = this.#order.map((i) => out[i]!);
    for (let j = m; j < d; j++) {
      const random = this.#normals[j]!;
      const column = columns[j]!;
      for (let i = 0; i < rows; i++) column[i] = random.normal();
    }
    if (m > 0) this.#drawConstrained(columns, rows);
    if (this.#lower === null) return;
    const held = columns.slice(0, m).map((c) => c.slice(0, rows));
    this.#whiten(columns, rows);
    multiply(this.#lower, columns, rows, m);
    held.forEach((values, j) => {
      columns[j]!.set(values);
    });
  }

  #drawConstrained(columns: readonly Float64Array[], rows: number): void {
    const m = this.#constraints.length;
    const lower = this.#lower;
    const d = this.#size;
    const random = this.#uniforms;
    const z = new Float64Array(m);
    const white = new Float64Array(m);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < m; j++) {
        let mean = 0;
        if (lower !== null) for (let k = 0; k < j; k++) mean += lower[j * d + k]! * white[k]!;
        const std = lower === null ? 1 : lower[j * d + j]!;
        z[j] = truncatedNormal(this.#constraints[j]!, mean, std, random);
        white[j] = (z[j]! - mean) / std;
      }
      if (lower !== null && m > 1)
        for (let sweep = 0; sweep < sweeps; sweep++)
          for (let j = 0; j < m; j++) {
            const { weights, std } = this.#regressions[j]!;
            let mean = 0;
            for (let k = 0; k < m; k++) mean += weights[k]! * z[k]!;
            z[j] = truncatedNormal(this.#constraints[j]!, mean, std, random);
          }
      for (let j = 0; j < m; j++) columns[j]![i] = z[j]!;
    }
  }

  /** Constrained latents → the independent normals that make them: forward substitution, in place. */
  #whiten(columns: readonly Float64Array[], rows: number): void {
    const lower = this.#lower!;
    const d = this.#size;
    for (let j = 0; j < this.#constraints.length; j++) {
      const column = columns[j]!;
      for (let k = 0; k < j; k++) {
        const factor = lower[j * d + k]!;
        const other = columns[k]!;
        for (let i = 0; i < rows; i++) column[i]! -= factor * other[i]!;
      }
      const scale = 1 / lower[j * d + j]!;
      for (let i = 0; i < rows; i++) column[i]! *= scale;
    }
  }
}

interface Regression {
  /** 0 at the latent itself. */
  readonly weights: Float64Array;
  readonly std: number;
}

/** Each of the latents on the others: weights −P_jk / P_jj and variance 1 / P_jj of the precision matrix P. */
function regressions(correlation: Float64Array, latents: readonly number[]): Regression[] {
  const m = latents.length;
  const lower = cholesky(permute(correlation, latents))!;
  const inverse = new Float64Array(m * m);
  for (let c = 0; c < m; c++)
    for (let i = c; i < m; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= lower[i * m + k]! * inverse[k * m + c]!;
      inverse[i * m + c] = sum / lower[i * m + i]!;
    }
  const precision = (a: number, b: number) => {
    let sum = 0;
    for (let k = Math.max(a, b); k < m; k++) sum += inverse[k * m + a]! * inverse[k * m + b]!;
    return sum;
  };
  return latents.map((_, j) => {
    const own = precision(j, j);
    return {
      weights: Float64Array.from({ length: m }, (_, k) => (k === j ? 0 : -precision(j, k) / own)),
      std: Math.sqrt(1 / own),
    };
  });
}

function permute(matrix: Float64Array, order: readonly number[]): Float64Array {
  const d = Math.round(Math.sqrt(matrix.length));
  return Float64Array.from(
    { length: order.length ** 2 },
    (_, at) => matrix[order[Math.floor(at / order.length)]! * d + order[at % order.length]!]!,
  );
}

/** z = L w in place for the columns from `first` on, in blocks that stay in cache. */
function multiply(lower: Float64Array, columns: readonly Float64Array[], rows: number, first: number): void {
  const d = columns.length;
  const block = Math.min(1024, Math.max(32, Math.floor(32_768 / d)));
  for (let start = 0; start < rows; start += block) {
    const end = Math.min(rows, start + block);
    for (let j = d - 1; j >= first; j--) {
      const column = columns[j]!;
      const own = lower[j * d + j]!;
      for (let i = start; i < end; i++) column[i]! *= own;
      for (let k = 0; k < j; k++) {
        const factor = lower[j * d + k]!;
        if (factor === 0) continue;
        const other = columns[k]!;
        for (let i = start; i < end; i++) column[i]! += factor * other[i]!;
      }
    }
  }
}
