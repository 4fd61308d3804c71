import { nextTurn } from "../../../numerics/breathe.ts";
import { type CircuitParameters, type ColumnPlace, columnPlaces } from "../circuitModel.ts";
import { RowPass } from "../query/rowPass.ts";
import type { EmEngine, EmProblem, TokenColumns } from "./emEngine.ts";
import { expectedStatistics } from "./initial.ts";
import { maximize } from "./maximize.ts";

/**
 * EM in plain code: for wide tables of few rows, where a graph with nodes for each column takes longer to open than the training
 * lasts; the fallback without onnxruntime (some fifty times slower on long tables); and what the graph is checked against.
 */
export function plainEm(problem: EmProblem): EmEngine {
  const { shape, start } = problem;
  let parameters = start;
  const statistics = expectedStatistics(shape, start);
  const batch = emptyStatistics(statistics);
  const places = columnPlaces(shape);
  const rowTokens = new Int32Array(places.length);
  const step = async (tokens: TokenColumns, index: Uint32Array, rate: number) => {
    const pass = new RowPass(shape, parameters);
    let total = 0;
    for (const row of index) {
      total += pass.up(tokens, row);
      pass.down(batch.transitions);
      pass.posterior[0]!.forEach((share, s) => {
        batch.root[s]! += share;
      });
      for (let j = 0; j < places.length; j++) rowTokens[j] = tokens[j]![row]!;
      addEmissions(places, pass, rowTokens, batch);
    }
    const size = index.length;
    take(statistics.root, batch.root, rate, size);
    statistics.emissions.forEach((s, v) => {
      take(s, batch.emissions[v]!, rate, size);
      take(statistics.transitions[v]!, batch.transitions[v]!, rate, size);
    });
    parameters = maximize(problem, statistics);
    await nextTurn();
    return total / size;
  };
  return {
    step,
    fullStep: (tokens, index) => step(tokens, index, 1),
    async logLikelihood(tokens, index) {
      const pass = new RowPass(shape, parameters);
      return Float64Array.from(index, (i) => pass.up(tokens, i));
    },
    parameters: () => parameters,
    async dispose() {},
  };
}

function emptyStatistics(like: CircuitParameters): CircuitParameters {
  return {
    root: new Float32Array(like.root.length),
    transitions: like.transitions.map((w) => new Float32Array(w.length)),
    emissions: like.emissions.map((e) => new Float32Array(e.length)),
  };
}

function addEmissions(
  places: readonly ColumnPlace[],
  pass: RowPass,
  rowTokens: Int32Array,
  into: CircuitParameters,
): void {
  for (let j = 0; j < places.length; j++) {
    const t = rowTokens[j]!;
    if (t < 0) continue;
    const { latent, offset } = places[j]!;
    const g = pass.posterior[latent]!;
    const out = into.emissions[latent]!;
    for (let s = 0, at = (offset + t) * g.length; s < g.length; s++) out[at++]! += g[s]!;
  }
}

/** Moves statistics per row by `rate` towards a batch's, and empties the batch. */
function take(held: Float32Array, batch: Float32Array, rate: number, size: number): void {
  for (let i = 0; i < held.length; i++) held[i] = held[i]! * (1 - rate) + (batch[i]! * rate) / size;
  batch.fill(0);
}
