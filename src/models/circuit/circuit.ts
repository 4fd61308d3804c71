import type { CircuitOptions } from "../../config/modelOptions/circuit.ts";
import type { ModelTable } from "../../transform/modelTable.ts";
import type { FitContext, ModelState, Synthesizer } from "../synthesizer.ts";
import { fitCircuit } from "./fitCircuit.ts";
import { FittedCircuit } from "./fittedCircuit.ts";
import { readCircuit } from "./savedCircuit.ts";

/** A hidden Chow–Liu tree (a probabilistic circuit) trained by stepwise expectation–maximization. */
export const circuit: Synthesizer<CircuitOptions> = {
  type: "circuit",
  async fit(data: ModelTable, options: CircuitOptions, context: FitContext) {
    return new FittedCircuit(await fitCircuit(data, options, context));
  },
  async load(state: ModelState) {
    return new FittedCircuit(readCircuit(state));
  },
};
