import { type GraphSignature, graphProblem } from "../../engine/onnx/graphProblem.ts";
import { DamagedPart } from "../saved/damagedPart.ts";

/** Length of a noise vector; the options allow less. */
export const maxEmbedding = 8192;

/** @throws DamagedPart unless the part is a network of this signature that SynData could have written */
export function checkGraph(bytes: Uint8Array, part: string, signature: GraphSignature): void {
  const problem = graphProblem(bytes, signature);
  if (problem !== undefined) throw new DamagedPart(part, problem);
}
