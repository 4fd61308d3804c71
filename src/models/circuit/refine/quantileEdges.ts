const quantiles = 100;

/** Edges of bins of about equal count, ascending, at most 99; missing values (NaN) are left out. */
export function quantileEdges(values: Float64Array): Float64Array {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort();
  const edges: number[] = [];
  for (let q = 1; q < quantiles && sorted.length > 0; q++) {
    const x = sorted[Math.floor((q / quantiles) * sorted.length)]!;
    if (edges.length === 0 || x > edges.at(-1)!) edges.push(x);
  }
  return Float64Array.from(edges);
}
