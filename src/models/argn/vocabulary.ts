import type { Codebook } from "../circuit/codebook.ts";

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

/** Numbers of equal parts of a numeric column's distribution that get a feature each. */
const resolutions = [4, 12];

/**
 * Tokens of a number get, beside their own weights, features they share with their neighbours: the middle u of the
 * token's quantiles as 2u − 1, how much of it lies in each of 4 and of 12 equal parts of [0, 1], and whether it is missing.
 */
export function vocabularyOf(books: readonly Codebook[]): Vocabulary {
  const sizes = books.map((b) => b.size);
  const offsets: number[] = [];
  let width = 0;
  for (const size of sizes) {
    offsets.push(width);
    width += size;
  }
  const numeric = books.flatMap((b, j) => (b.kind === "number" && b.tokens.count > 8 ? [{ b, j }] : []));
  const each = 1 + resolutions.reduce((a, b) => a + b, 0);
  const featureCount = numeric.length * each;
  const features = new Float32Array(width * featureCount);
  numeric.forEach(({ b, j }, k) => {
    let below = 0;
    for (let t = 0; t < b.tokens.count; t++) {
      const share = b.tokens.share[t]!;
      const at = (offsets[j]! + t) * featureCount + k * each;
      features[at] = 2 * (below + share / 2) - 1;
      let part = at + 1;
      for (const n of resolutions) {
        for (let i = 0; i < n; i++)
          features[part + i] = overlap(below, below + share, i / n, (i + 1) / n) / Math.max(share, 1e-12);
        part += n;
      }
      below += share;
    }
  });
  return { books, sizes, offsets, width, features, featureCount };
}

function overlap(a: number, b: number, low: number, high: number): number {
  return Math.max(0, Math.min(b, high) - Math.max(a, low));
}
