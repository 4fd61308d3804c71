import { circuitOptions } from "../../config/modelOptions/circuit.ts";
import { concatTables } from "../../table/concat.ts";
import type { Table } from "../../table/table.ts";
import type { ModelTable } from "../../transform/modelTable.ts";
import { circuit } from "../circuit/circuit.ts";
import type { FitContext } from "../synthesizer.ts";

const noneFrom = 500;
const drawnRows = 2000;

/**
 * The rows a network is trained on: those of the table from 500 rows on. A network memorizes fewer, however early it is stopped, so
 * that the likelihood attack recognizes them; then it is trained on 2,000 rows drawn from a circuit of the table, which is
 * restrained (`restraintOf`): what a network is told of a row is what the circuit tells.
 */
export async function rowsToLearn(
  data: ModelTable,
  { checkpoint: _, ...context }: FitContext,
): Promise<Table> {
  const { rows } = data.table;
  if (rows < 2 || rows >= noneFrom) return data.table;
  const model = await circuit.fit(data, circuitOptions.parse({ type: "circuit" }), {
    ...context,
    progress: () => {},
  });
  const parts: Table[] = [];
  for await (const part of model.sample(drawnRows, { seed: context.seed, signal: context.signal }))
    parts.push(part);
  await model.dispose();
  return concatTables(parts);
}
