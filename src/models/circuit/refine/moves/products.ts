/**
 * Products of rows of tables, a factor being K numbers of `tables[f]` from `starts[f]` on. Several factors are taken in one loop: a
 * loop that also sums waits for each addition, and takes four times as long.
 */
export interface Factors {
  readonly tables: Float32Array[];
  readonly starts: Int32Array;
}

/** Factors after which products are scaled up: the smallest number but zero of so many single precisions is a normal double. */
const safe = 6;

/** Fills `out` with the products of the first `count` factors, one or more, up to a common scale. */
export function multiplyRows(out: Float64Array, factors: Factors, count: number): void {
  const { tables, starts } = factors;
  let f = setFirst(out, factors, count);
  let since = f;
  for (; f < count; f += 2) {
    if (since + 2 > safe) {
      scaleUp(out);
      since = 0;
    }
    const first = tables[f]!;
    const at = starts[f]!;
    if (f + 1 === count) {
      for (let s = 0; s < out.length; s++) out[s]! *= first[at + s]!;
      return;
    }
    const second = tables[f + 1]!;
    const from = starts[f + 1]!;
    for (let s = 0; s < out.length; s++) out[s]! *= first[at + s]! * second[from + s]!;
    since += 2;
  }
}

/** Fills `out` with the product of the first three factors, or with the first where there are fewer; returns how many were taken. */
function setFirst(out: Float64Array, { tables, starts }: Factors, count: number): number {
  const one = tables[0]!;
  const at = starts[0]!;
  if (count < 3) {
    for (let s = 0; s < out.length; s++) out[s] = one[at + s]!;
    return 1;
  }
  const [two, three] = [tables[1]!, tables[2]!];
  const [from, start] = [starts[1]!, starts[2]!];
  for (let s = 0; s < out.length; s++) out[s] = one[at + s]! * (two[from + s]! * three[start + s]!);
  return 3;
}

function scaleUp(values: Float64Array): void {
  let sum = 0;
  for (const x of values) sum += x;
  if (sum > 0) for (let s = 0; s < values.length; s++) values[s]! /= sum;
}

/** Replaces values by their sums from the first on; returns the last. */
export function accumulate(values: Float64Array): number {
  let sum = 0;
  let s = 0;
  // four at a time, so that one addition waits for the one before, not four
  for (const last = values.length - 3; s < last; s += 4) {
    const two = values[s]! + values[s + 1]!;
    const three = two + values[s + 2]!;
    const four = three + values[s + 3]!;
    values[s] = sum + values[s]!;
    values[s + 1] = sum + two;
    values[s + 2] = sum + three;
    sum += four;
    values[s + 3] = sum;
  }
  for (; s < values.length; s++) values[s] = sum += values[s]!;
  return sum;
}
