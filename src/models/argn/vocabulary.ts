import { normalQuantile } from "../../numerics/normal.ts";
import type { Codebook } from "../circuit/tokens/codebook.ts";

/** Tokens of all columns side by side: token t of column j is at offsets[j] + t. */
export interface Vocabulary {
  readonly books: readonly Codebook[];
  readonly sizes: readonly number[];
  readonly offsets: readonly number[];
  /** Σ sizes. */
  readonly width: number;
  /** Coarse features of tokens: `width` × `featureCount`, row-major, 0 for categories. */
  readonly features: Float32Array;
  readonly featureCount: number;
}

/** Numbers of hats over [0, 1] that a numeric column's quantiles are described by. */
const hats = [6, 20];
const perColumn = 2 + hats.reduce((a, b) => a + b, 0);
/** Numbers of fewer tokens are described by them alone. */
const fewTokens = 8;

/**
 * Tokens of a number get, beside weights of their own, features they share with their neighbors, of the middle u of the
 * token's quantiles: its normal score z and (z² − 1)/√2, by which logits can follow a normal distribution, and hats
 * (linear B-splines) of 6 and of 20 knots.
 */
export function vocabularyOf(books: readonly Codebook[]): Vocabulary {
  const sizes = books.map((b) => b.size);
  const offsets: number[] = [];
  let width = 0;
  for (const size of sizes) {
    offsets.push(width);
    width += size;
  }
  const numeric = books.flatMap((b, j) =>
    b.kind === "number" && b.tokens.count > fewTokens ? [{ b, j }] : [],
  );
  const featureCount = numeric.length * perColumn;
  const features = new Float32Array(width * featureCount);
  numeric.forEach(({ b, j }, k) => {
    let below = 0;
    for (let t = 0; t < b.tokens.count; t++) {
      const share = b.tokens.share[t]!;
      const at = (offsets[j]! + t) * featureCount + k * perColumn;
      describe(Math.min(1 - 1e-6, Math.max(1e-6, below + share / 2)), features.subarray(at, at + perColumn));
      below += share;
    }
  });
  return { books, sizes, offsets, width, features, featureCount };
}

function describe(u: number, out: Float32Array): void {
  const z = normalQuantile(u);
  out[0] = z;
  out[1] = (z * z - 1) / Math.SQRT2;
  let first = 2;
  for (const n of hats) {
    const x = u * (n - 1);
    const knot = Math.min(n - 2, Math.floor(x));
    out[first + knot] = knot + 1 - x;
    out[first + knot + 1] = x - knot;
    first += n;
  }
}
