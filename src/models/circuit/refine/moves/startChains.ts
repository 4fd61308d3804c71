import type { Random } from "../../../../numerics/random.ts";
import { drawFromCircuit } from "../../query/sampler.ts";
import type { TokenCircuit } from "../../query/tokenCircuit.ts";
import { selectBalanced } from "../balancedSelection.ts";
import { type DensityRatio, logRatios } from "../densityRatio.ts";
import type { Chains } from "./chains.ts";

/** Rows selected together: what bounds the memory of their candidates. */
const blockRows = 32_768;

/** Fresh rows of the circuit. */
export function freshChains(circuit: TokenCircuit, rows: number, random: Random): Chains {
  const { tokens, states } = drawFromCircuit(circuit, rows, random);
  return { rows, tokens, states };
}

/** Rows of the circuit in proportion to a ratio, each out of as many candidates as it says. */
export function selectedChains(
  circuit: TokenCircuit,
  ratio: DensityRatio,
  rows: number,
  random: Random,
): Chains {
  const columns = circuit.shape.sizes.map(() => new Int32Array(rows));
  const latents = circuit.shape.hosted.map(() => new Int32Array(rows));
  for (let from = 0; from < rows; from += blockRows) {
    const count = Math.min(blockRows, rows - from);
    const part = random.fork(`candidates ${from / blockRows}`);
    const drawn = freshChains(circuit, Math.ceil(count * ratio.candidates), part);
    const weights = logRatios(ratio, circuit.books, drawn.tokens, drawn.rows).map(Math.exp);
    const chosen = selectBalanced(weights, { tokens: drawn.tokens, sizes: circuit.shape.sizes }, count, part);
    const take = (into: Int32Array, column: Int32Array): void => {
      for (let i = 0; i < count; i++) into[from + i] = column[chosen[i]!]!;
    };
    columns.forEach((column, j) => {
      take(column, drawn.tokens[j]!);
    });
    latents.forEach((states, v) => {
      take(states, drawn.states[v]!);
    });
  }
  return { rows, tokens: columns, states: latents };
}
