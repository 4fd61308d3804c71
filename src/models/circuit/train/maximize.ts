import type { CircuitParameters } from "../circuitModel.ts";
import type { EmProblem } from "./emEngine.ts";
import { type TablePrior, tiny, varianceFloor, varianceOfRows, varianceRows } from "./prior.ts";

/** The smoothed maximum of the parameters given statistics per row: the graph's M-step in plain code. */
export function maximize(
  { shape, priors, smoothing, rows }: Omit<EmProblem, "start">,
  statistics: CircuitParameters,
): CircuitParameters {
  const k = shape.states;
  const alpha = smoothing.transition / rows;
  const rootTotal = sum(statistics.root);
  const root = statistics.root.map((s) => (s + alpha / k) / (rootTotal + alpha));
  const transitions: Float32Array[] = [];
  const emissions = shape.hosted.map((_, v) => {
    const mass = v === 0 ? Float64Array.from(statistics.root) : new Float64Array(k);
    transitions[v] = new Float32Array();
    if (v > 0) {
      const stat = statistics.transitions[v]!;
      for (let at = 0; at < stat.length; ) for (let c = 0; c < k; c++) mass[c]! += stat[at++]!;
      const scale = alpha / sum(mass);
      const out = new Float32Array(k * k);
      for (let from = 0; from < out.length; from += k) {
        let row = Math.max(alpha, tiny);
        for (let c = 0; c < k; c++) row += stat[from + c]!;
        for (let c = 0; c < k; c++) out[from + c] = (stat[from + c]! + scale * mass[c]!) / row;
      }
      transitions[v] = out;
    }
    return maximizeTable({ stat: statistics.emissions[v]!, mass, rows }, priors[v]!);
  });
  return { root, transitions, emissions };
}

/** Statistics of an emission table, K per token, and the sum of each state. */
export interface TableStatistics {
  readonly stat: Float32Array;
  readonly mass: Float64Array;
  /** Training rows. */
  readonly rows: number;
}

/** The smoothed distributions of the tokens, K per token: one for each state. */
export function maximizeTable(statistics: TableStatistics, prior: TablePrior): Float32Array {
  const { stat, mass, rows } = statistics;
  const k = mass.length;
  const normal = prior.groups > 0 ? normalShapes(statistics, prior) : undefined;
  const out = new Float32Array(stat.length);
  for (let t = 0, at = 0; t < prior.share.length; t++) {
    const c = normal === undefined ? 0 : prior.strength[t]! / rows;
    const flat = prior.flat[t]! / rows;
    const top = flat * prior.share[t]!;
    const bottom = c + Math.max(flat, tiny);
    for (let s = 0; s < k; s++, at++)
      out[at] = (stat[at]! + top + c * (normal?.[at] ?? 0)) / (mass[s]! + bottom);
  }
  return out;
}

/** Each state's own normal over the tokens of an ordered column; its own shares of the others. */
function normalShapes({ stat, mass, rows }: TableStatistics, prior: TablePrior): Float64Array {
  const k = mass.length;
  const { m0, mean, factor } = groupNormals(stat, prior, rows, k);
  const total = new Float64Array(prior.groups * k);
  const out = new Float64Array(stat.length);
  for (let t = 0, at = 0; t < prior.share.length; t++) {
    if (prior.group[t]! < 0) {
      for (let s = 0; s < k; s++, at++) out[at] = stat[at]! / (mass[s]! + tiny);
      continue;
    }
    const score = prior.score[t]!;
    const weight = prior.logWeight[t]!;
    for (let s = 0, g = prior.group[t]! * k; s < k; s++, at++, g++) {
      const d = score - mean[g]!;
      const x = Math.exp(weight + d * d * factor[g]!);
      out[at] = x;
      total[g]! += x;
    }
  }
  for (let g = 0; g < total.length; g++) total[g] = m0[g]! / (mass[g % k]! + tiny) / (total[g]! + tiny);
  for (let t = 0; t < prior.share.length; t++) {
    const group = prior.group[t]!;
    if (group >= 0) for (let s = 0, at = t * k; s < k; s++, at++) out[at]! *= total[group * k + s]!;
  }
  return out;
}

/** For every ordered column and state: its mass, the mean of its normal scores, and −1 / 2 variance. */
function groupNormals(stat: Float32Array, prior: TablePrior, rows: number, k: number) {
  const size = prior.groups * k;
  const m0 = new Float64Array(size);
  const m1 = new Float64Array(size);
  const m2 = new Float64Array(size);
  for (let t = 0; t < prior.share.length; t++) {
    if (prior.group[t]! < 0) continue;
    const score = prior.score[t]!;
    const square = score ** 2 + prior.spread[t]!;
    for (let s = 0, at = t * k, g = prior.group[t]! * k; s < k; s++, at++, g++) {
      const x = stat[at]!;
      m0[g]! += x;
      m1[g]! += x * score;
      m2[g]! += x * square;
    }
  }
  const padding = varianceRows / rows;
  const mean = m1.map((x, g) => x / (m0[g]! + tiny));
  const factor = m2.map((x, g) => {
    const variance = (x - m1[g]! * mean[g]! + padding * varianceOfRows) / (m0[g]! + padding);
    return -0.5 / Math.max(variance, varianceFloor);
  });
  return { m0, mean, factor };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
