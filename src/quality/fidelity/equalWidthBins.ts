import { type Coded, codeArray } from "../../numerics/contingency.ts";

/**
 * Ten equal-width bins as NumPy's `histogram_bin_edges` makes them: a constant column is widened by ½ on both sides, an empty one
 * spans [0, 1].
 *
 * @param values `scale` times the values are binned (datetimes are binned in nanoseconds, as pandas holds them)
 */
export function equalWidthEdges(values: Float64Array, scale = 1): Float64Array {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (low > high) {
    low = 0;
    high = 1;
  } else {
    low *= scale;
    high *= scale;
    if (low === high) {
      low -= 0.5;
      high += 0.5;
    }
  }
  const step = (high - low) / binCount;
  const edges = new Float64Array(binCount + 1);
  for (let i = 0; i < binCount; i++) edges[i] = i * step + low;
  edges[binCount] = high;
  return edges;
}

/** The same edges with ±∞ at the ends, so that another table's extremes fall into the outer bins. */
export function openEnds(edges: Float64Array): Float64Array {
  const open = edges.slice();
  open[0] = -Infinity;
  open[open.length - 1] = Infinity;
  return open;
}

/** NumPy's `digitize`: the number of edges at or below the value; missing sorts last. Codes 0 … edges.length. */
export function digitize(values: Float64Array, edges: Float64Array, scale = 1): Coded {
  const n = edges.length;
  const codes = codeArray(values.length, n + 1);
  const first = Number.isFinite(edges[0]!) ? edges[0]! : edges[1]! - (edges[2]! - edges[1]!);
  const perUnit = 1 / (edges[2]! - edges[1]!);
  for (let i = 0; i < values.length; i++) {
    const v = values[i]! * scale;
    if (Number.isNaN(v)) {
      codes[i] = n;
      continue;
    }
    let code = Math.floor((v - first) * perUnit) + 1;
    code = Number.isNaN(code) ? 0 : Math.min(Math.max(code, 0), n);
    while (code < n && v >= edges[code]!) code++;
    while (code > 0 && v < edges[code - 1]!) code--;
    codes[i] = code;
  }
  return { codes, cardinality: n + 1 };
}

const binCount = 10;
