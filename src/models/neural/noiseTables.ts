import { normalQuantile } from "../../numerics/normal.ts";

/** Quantiles of a distribution at (k + ½)/2^16: an even draw from them is a draw from it, with 16 bits of precision. */
function quantiles(quantile: (p: number) => number): () => Float32Array {
  let table: Float32Array | undefined;
  return () => {
    table ??= Float32Array.from({ length: 65536 }, (_, k) => quantile((k + 0.5) / 65536));
    return table;
  };
}

/** Of the standard normal distribution. */
export const normalTable = quantiles(normalQuantile);

/** Of the standard Gumbel distribution, −log(−log p). */
export const gumbelTable = quantiles((p) => -Math.log(-Math.log(p)));
