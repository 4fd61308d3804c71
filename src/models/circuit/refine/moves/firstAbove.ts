/** The first of `size` ascending sums, from `start` on, that exceeds u; the last where none does. */
export function firstAbove(
  sums: Float64Array | Float32Array,
  start: number,
  size: number,
  u: number,
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
