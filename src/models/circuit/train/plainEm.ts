import { type CircuitParameters, type CircuitShape, columnPlaces } from "../circuitModel.ts";
import { RowPass } from "../query/rowPass.ts";
import type { EmEngine, EmProblem, TokenColumns } from "./emEngine.ts";
import { expectedStatistics } from "./initial.ts";
import { maximize } from "./maximize.ts";

/** EM in plain code: the fallback without onnxruntime (some fifty times slower), and what the graph is checked against. */
export function plainEm({ shape, priors, smoothing, rows, start }: EmProblem): EmEngine {
  let parameters = start;
  const statistics = expectedStatistics(shape, start);
  const step = async (tokens: TokenColumns, index: Uint32Array, from: number, to: number, rate: number) => {
    const batch = zeroStatistics(statistics);
    const pass = new RowPass(shape, parameters);
    let total = 0;
    for (let i = from; i < to; i++) {
      total += pass.up(tokens, index[i]!);
      pass.down();
      addRow(shape, parameters, pass, tokens, index[i]!, batch);
    }
    const size = to - from;
    mix(statistics.root, batch.root, rate, size);
    statistics.emissions.forEach((s, v) => {
      mix(s, batch.emissions[v]!, rate, size);
      mix(statistics.transitions[v]!, batch.transitions[v]!, rate, size);
    });
    parameters = maximize(shape, statistics, priors, smoothing, rows);
    return total / size;
  };
  return {
    step,
    fullStep: (tokens, index) => step(tokens, index, 0, index.length, 1),
    async logLikelihood(tokens, index) {
      const pass = new RowPass(shape, parameters);
      return Float64Array.from(index, (i) => pass.up(tokens, i));
    },
    parameters: () => parameters,
    async dispose() {},
  };
}

function zeroStatistics(like: CircuitParameters): CircuitParameters {
  return {
    root: new Float32Array(like.root.length),
    transitions: like.transitions.map((w) => new Float32Array(w.length)),
    emissions: like.emissions.map((e) => new Float32Array(e.length)),
  };
}

function addRow(
  shape: CircuitShape,
  parameters: CircuitParameters,
  pass: RowPass,
  tokens: TokenColumns,
  row: number,
  into: CircuitParameters,
): void {
  const k = shape.states;
  for (let s = 0; s < k; s++) into.root[s]! += pass.posterior[0]![s]!;
  for (let v = 1; v < shape.parent.length; v++) {
    const above = pass.posterior[shape.parent[v]!]!;
    const w = parameters.transitions[v]!;
    const out = into.transitions[v]!;
    for (let p = 0; p < k; p++) {
      const q = above[p]! / pass.message[v]![p]!;
      for (let c = 0; c < k; c++) out[p * k + c]! += q * w[p * k + c]! * pass.belief[v]![c]!;
    }
  }
  columnPlaces(shape).forEach(({ latent, offset }, j) => {
    const t = tokens[j]![row]!;
    if (t < 0) return;
    const g = pass.posterior[latent]!;
    const out = into.emissions[latent]!;
    for (let s = 0; s < k; s++) out[(offset + t) * k + s]! += g[s]!;
  });
}

function mix(held: Float32Array, batch: Float32Array, rate: number, size: number): void {
  for (let i = 0; i < held.length; i++) held[i] = held[i]! * (1 - rate) + (batch[i]! * rate) / size;
}
