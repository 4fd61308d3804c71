import { circuitOptions } from "../../config/modelOptions/circuit.ts";
import { Random } from "../../numerics/random.ts";
import type { Table } from "../../table/table.ts";
import type { ModelTable } from "../../transform/modelTable.ts";
import { fitCircuit } from "../circuit/fitCircuit.ts";
import { decodeTokens, drawFromCircuit } from "../circuit/query/sampler.ts";
import type { FitContext } from "../synthesizer.ts";

const noneFrom = 500;
const drawnRows = 2000;

/**
 * The rows a network is trained on: those of the table from 500 rows on. A network memorizes fewer, however early it is stopped, so
 * that the likelihood attack recognizes them; then it is trained on 2,000 rows drawn from a circuit of the table, which is
 * restrained (`restraintOf`): what a network is told of a row is what the circuit tells. Rows keep the category that stands for all
 * rare ones: a network that never saw it would give it no chance, and so tell rows with a category that the table lacks.
 */
export async function rowsToLearn(
  data: ModelTable,
  { checkpoint: _, ...context }: FitContext,
): Promise<Table> {
  const { rows } = data.table;
  if (rows < 2 || rows >= noneFrom) return data.table;
  const circuit = await fitCircuit(data, circuitOptions.parse({ type: "circuit", refine: false }), {
    ...context,
    progress: () => {},
  });
  const random = new Random(context.seed).fork("rows of a circuit");
  const { tokens } = drawFromCircuit(circuit, drawnRows, random);
  return { rows: drawnRows, columns: decodeTokens(circuit.books, tokens, [], random) };
}
