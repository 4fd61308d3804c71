/** A compressed sample: groups of neighboring values, with how many, their mean and their variance. */
export interface WeightedPoints {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** Sum of the weights. */
  readonly total: number;
}

/**
 * At most about `limit` groups of ascending values: one per distinct value while they are few; otherwise values of
 * `n / limit` rows or more stand alone and the others are grouped to that size. NaN is left out.
 */
export function compressValues(values: Float64Array, limit = 1000): WeightedPoints {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort();
  const n = sorted.length;
  let distinct = 0;
  for (let i = 0; i < n; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  const target = distinct <= limit ? 1 : n / limit;
  const weights: number[] = [];
  const means: number[] = [];
  const variances: number[] = [];
  let start = 0;
  const close = (end: number) => {
    if (end === start) return;
    const count = end - start;
    let sum = 0;
    for (let i = start; i < end; i++) sum += sorted[i]! - sorted[start]!;
    const shift = sum / count;
    let squares = 0;
    for (let i = start; i < end; i++) squares += (sorted[i]! - sorted[start]! - shift) ** 2;
    weights.push(count);
    means.push(sorted[start]! + shift);
    variances.push(squares / count);
    start = end;
  };
  for (let i = 0; i < n; ) {
    let j = i + 1;
    while (j < n && sorted[j] === sorted[i]) j++;
    if (j - i >= target) {
      close(i);
      close(j);
    } else if (j - start >= target) close(j);
    i = j;
  }
  close(n);
  return {
    weights: Float64Array.from(weights),
    means: Float64Array.from(means),
    variances: Float64Array.from(variances),
    total: n,
  };
}
