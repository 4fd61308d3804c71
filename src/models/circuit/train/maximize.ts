import { type CircuitParameters, tableRows } from "../circuitModel.ts";
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
  const tables = tableRows(shape);
  const transitions: Float32Array[] = [];
  const emissions = shape.hosted.map((_, v) => {
    const mass = v === 0 ? Float64Array.from(statistics.root) : new Float64Array(k);
    transitions[v] = new Float32Array();
    if (v > 0) {
      const stat = statistics.transitions[v]!;
      for (let i = 0; i < stat.length; i++) mass[i % k]! += stat[i]!;
      const total = sum(mass);
      transitions[v] = new Float32Array(k * k);
      for (let p = 0; p < k; p++) {
        const row = sum(stat.subarray(p * k, (p + 1) * k));
        for (let c = 0; c < k; c++)
          transitions[v]![p * k + c] =
            (stat[p * k + c]! + (alpha * mass[c]!) / total) / (row + Math.max(alpha, tiny));
      }
    }
    const stat = statistics.emissions[v]!;
    const out = new Float32Array(tables[v]! * k);
    const prior = priors[v]!;
    for (let s = 0; s < k; s++) {
      const own = Float64Array.from(prior.share, (_, t) => stat[t * k + s]!);
      maximizeColumn({ stat: own, mass: mass[s]!, rows }, prior).forEach((p, t) => {
        out[t * k + s] = p;
      });
    }
    return out;
  });
  return { root, transitions, emissions };
}

/** One state's statistics per row of its emission table, and their sum. */
export interface StateStatistics {
  readonly stat: Float64Array;
  readonly mass: number;
  /** Training rows. */
  readonly rows: number;
}

/** The smoothed distribution of the tokens of one state. */
export function maximizeColumn(state: StateStatistics, prior: TablePrior): Float64Array {
  const { stat, mass, rows } = state;
  const shape = prior.groups > 0 ? normalShape(state, prior) : undefined;
  return stat.map((x, t) => {
    const c = shape ? prior.strength[t]! / rows : 0;
    const flat = prior.flat[t]! / rows;
    return (x + flat * prior.share[t]! + c * (shape?.[t] ?? 0)) / (mass + c + Math.max(flat, tiny));
  });
}

function normalShape({ stat, mass, rows }: StateStatistics, prior: TablePrior): Float64Array {
  const n = prior.share.length;
  const m0 = new Float64Array(prior.groups);
  const m1 = new Float64Array(prior.groups);
  const m2 = new Float64Array(prior.groups);
  for (let t = 0; t < n; t++) {
    const g = prior.group[t]!;
    if (g < 0) continue;
    const x = stat[t]!;
    m0[g]! += x;
    m1[g]! += x * prior.score[t]!;
    m2[g]! += x * (prior.score[t]! ** 2 + prior.spread[t]!);
  }
  const padding = varianceRows / rows;
  const total = new Float64Array(prior.groups);
  const out = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    const g = prior.group[t]!;
    if (g < 0) {
      out[t] = stat[t]! / (mass + tiny);
      continue;
    }
    const mean = m1[g]! / (m0[g]! + tiny);
    const spread = (m2[g]! - m1[g]! * mean + padding * varianceOfRows) / (m0[g]! + padding);
    const d = prior.score[t]! - mean;
    out[t] =
      Math.max(prior.share[t]!, 1e-12) *
      Math.exp(prior.score[t]! ** 2 / 2 - (d * d) / (2 * Math.max(spread, varianceFloor)));
    total[g]! += out[t]!;
  }
  for (let t = 0; t < n; t++) {
    const g = prior.group[t]!;
    if (g >= 0) out[t]! *= m0[g]! / (mass + tiny) / (total[g]! + tiny);
  }
  return out;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
