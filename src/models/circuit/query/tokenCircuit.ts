import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import type { Codebook } from "../tokens/codebook.ts";

/** A fitted circuit and what its tokens stand for. */
export interface TokenCircuit {
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
  readonly books: readonly Codebook[];
}
