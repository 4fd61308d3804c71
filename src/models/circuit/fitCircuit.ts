import type { CircuitOptions } from "../../config/modelOptions/circuit.ts";
import { Random } from "../../engine/random.ts";
import { type FitContext, ModelError, type ModelTable } from "../synthesizer.ts";
import { encodeColumn, fitCodebooks } from "./codebook.ts";
import type { CircuitContents } from "./savedCircuit.ts";
import { trainCircuit } from "./train.ts";
import { chowLiuTree } from "./tree.ts";

/** Tokens, tree, size and parameters from a table. @throws ModelError when there is too little to learn from */
export async function fitCircuit(
  data: ModelTable,
  options: CircuitOptions,
  context: FitContext,
): Promise<CircuitContents> {
  const rows = data.table.rows;
  if (rows < 2) throw new ModelError(`a circuit needs at least 2 rows to learn from, got ${rows}`);
  const random = new Random(context.seed).fork("circuit");
  const books = fitCodebooks(data, options.maxBins);
  const tokens = books.map((b) => encodeColumn(b, data.table));
  const sizes = books.map((b) => b.size);
  const tree = chowLiuTree(
    tokens,
    sizes,
    books.map((b) => b.kind === "number"),
    random.fork("tree"),
  );
  const states =
    options.maxLatentStates === "auto"
      ? Math.min(256, Math.max(8, 2 ** Math.round(Math.log2(rows / 200))))
      : options.maxLatentStates;
  const batch =
    options.batchSize === "auto" ? Math.max(32, Math.min(500, Math.ceil(rows / 20))) : options.batchSize;
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  const fit = await trainCircuit(
    books,
    tokens,
    tree,
    all,
    new Uint32Array(),
    {
      states,
      epochs: options.epochs,
      batch,
      threads: 2,
      smoothing: { emission: 0.3, transition: 0.1, normal: 100 },
    },
    random.fork("train"),
    context,
    (epoch, logLikelihood) =>
      context.progress({
        fraction: (epoch + 1) / options.epochs,
        label: `epoch ${epoch + 1}/${options.epochs}`,
        epoch: epoch + 1,
        epochs: options.epochs,
        losses: { negativeLogLikelihood: -logLikelihood },
      }),
  );
  return {
    columns: data.columns,
    books,
    shape: fit.shape,
    parameters: fit.parameters,
    notes: { states, epochs: options.epochs },
  };
}
