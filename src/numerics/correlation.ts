/** Pearson's r over the rows where both are present; NaN with fewer than two such rows or a side that is constant on them. */
export function pearson(a: Float64Array, b: Float64Array): number {
  let n = 0;
  let meanA = 0;
  let meanB = 0;
  let firstA = NaN;
  let firstB = NaN;
  let variesA = false;
  let variesB = false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    if (n++ === 0) {
      firstA = x;
      firstB = y;
    } else {
      variesA ||= x !== firstA;
      variesB ||= y !== firstB;
    }
    meanA += x;
    meanB += y;
  }
  // a rounded mean would leave a constant side a little variance, and r any value
  if (!variesA || !variesB) return NaN;
  meanA /= n;
  meanB /= n;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]! - meanA;
    const y = b[i]! - meanB;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const r = ab / Math.sqrt(aa) / Math.sqrt(bb);
  return Number.isFinite(r) ? Math.max(-1, Math.min(1, r)) : NaN;
}

/** Spearman's ρ: Pearson's r of the mid-ranks of the rows where both are present. */
export function spearman(a: Float64Array, b: Float64Array): number {
  const rows: number[] = [];
  for (let i = 0; i < a.length; i++) if (!Number.isNaN(a[i]!) && !Number.isNaN(b[i]!)) rows.push(i);
  return pearson(
    midRanks(Float64Array.from(rows, (i) => a[i]!)),
    midRanks(Float64Array.from(rows, (i) => b[i]!)),
  );
}

function midRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}
