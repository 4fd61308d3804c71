import type { Random } from "../../../numerics/random.ts";
import { type CircuitParameters, type CircuitShape, columnPlaces, tableRows } from "../circuitModel.ts";
import type { TablePrior } from "./prior.ts";

/** Width, in normal scores, of the bump around a seed row's value in an ordered column. */
const bumpWidth = 0.4;

/**
 * Shared seeds: state k of every latent starts around one random row, and transitions near the identity, so that the
 * start is a shallow mixture: E_j[:, k] = ½ marginal + ½ bump at the row's token, W = ½ I + ½ Dirichlet(1).
 *
 * @param tokens per column, known (≥ 0) in every row
 */
export function seededParameters(
  shape: CircuitShape,
  priors: readonly TablePrior[],
  tokens: readonly Int32Array[],
  random: Random,
): CircuitParameters {
  const k = shape.states;
  const n = tokens[0]?.length ?? 0;
  const seeds = Int32Array.from({ length: k }, () => random.below(n));
  const tables = tableRows(shape);
  const places = columnPlaces(shape);
  const emissions = shape.hosted.map((columns, v) => {
    const table = new Float32Array(tables[v]! * k);
    const prior = priors[v]!;
    for (let t = 0; t < tables[v]!; t++) table.fill(0.5 * prior.share[t]!, t * k, (t + 1) * k);
    for (const j of columns) {
      const { offset } = places[j]!;
      for (let s = 0; s < k; s++) {
        const token = Math.max(0, tokens[j]![seeds[s]!]!);
        addBump({ table, k, prior }, s, { offset, size: shape.sizes[j]! }, token);
      }
    }
    return table;
  });
  const transitions = shape.hosted.map((_, v) => {
    if (v === 0) return new Float32Array();
    const w = new Float32Array(k * k);
    for (let a = 0; a < k; a++) {
      let total = 0;
      for (let b = 0; b < k; b++) {
        const x = -Math.log(1 - random.uniform());
        w[a * k + b] = x;
        total += x;
      }
      for (let b = 0; b < k; b++) w[a * k + b]! *= 0.5 / total;
      w[a * k + a]! += 0.5;
    }
    return w;
  });
  return { root: new Float32Array(k).fill(1 / k), transitions, emissions };
}

function addBump(
  { table, k, prior }: { readonly table: Float32Array; readonly k: number; readonly prior: TablePrior },
  state: number,
  { offset, size }: { readonly offset: number; readonly size: number },
  token: number,
): void {
  const row = offset + token;
  const group = prior.group[row]!;
  if (group < 0) {
    table[row * k + state]! += 0.5;
    return;
  }
  const at = prior.score[row]!;
  const weight = (t: number): number => {
    if (prior.group[t] !== group) return 0;
    const d = (prior.score[t]! - at) / bumpWidth;
    return prior.share[t]! * Math.exp(-0.5 * d * d + 0.5 * prior.score[t]! ** 2);
  };
  let total = 0;
  for (let t = offset; t < offset + size; t++) total += weight(t);
  for (let t = offset; t < offset + size; t++) table[t * k + state]! += (0.5 * weight(t)) / total;
}

/** The statistics a circuit with these parameters expects of one row: where stepwise EM starts. */
export function expectedStatistics(shape: CircuitShape, parameters: CircuitParameters): CircuitParameters {
  const k = shape.states;
  const mass: Float32Array[] = [];
  const transitions = shape.hosted.map((_, v) => {
    if (v === 0) {
      mass[0] = parameters.root.slice();
      return new Float32Array();
    }
    const above = mass[shape.parent[v]!]!;
    const own = new Float32Array(k);
    const out = parameters.transitions[v]!.map((w, i) => w * above[Math.floor(i / k)]!);
    for (let i = 0; i < out.length; i++) own[i % k]! += out[i]!;
    mass[v] = own;
    return out;
  });
  const emissions = parameters.emissions.map((e, v) => e.map((x, i) => x * mass[v]![i % k]!));
  return { root: parameters.root.slice(), transitions, emissions };
}
