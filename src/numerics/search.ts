/** How many of the first `length` values, ascending, are less than `x`: the place of the first that is not. */
export function lowerBound(values: Float64Array, x: number, length = values.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of `size` ascending sums, from `start` on, that exceeds u, counted from `start`; the last where none does. */
export function firstAbove(
  sums: Float64Array | Float32Array,
  u: number,
  start = 0,
  size = sums.length,
): number {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[start + middle]! > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
