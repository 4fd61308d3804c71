import type { ModelOptions } from "../config/modelOptions/model.ts";
import type { PrivacyStatement } from "../config/privacy/statement.ts";
import { FittedCircuit } from "../models/circuit/fittedCircuit.ts";
import { fitModel } from "../models/registry.ts";
import type { SavedPrivacy } from "../models/saved/savedPrivacy.ts";
import type { FitContext, FittedModel } from "../models/synthesizer.ts";
import { Random } from "../numerics/random.ts";
import { concatTables } from "../table/concat.ts";
import type { StringColumn, Table } from "../table/table.ts";
import type { ModelColumn, ModelTable } from "../transform/modelTable.ts";
import { type FittedTables, fitTables } from "./fitTables.ts";
import type { PublicTable } from "./publicTable.ts";

/** Hidden states: with more the drawn rows of Adult come hardly closer, and the fit takes longer. */
export const states = 96;
/** Maximum number of Adam steps: where noise is low, χ² keeps falling long after the drawn rows stop coming closer. */
export const maxSteps = 600;
/** Rows drawn for a model that is fitted to rows. */
const maxDrawnRows = 100_000;

/**
 * Makes a model from noisy tables alone. The circuit is fitted to them; any other model is fitted to rows drawn from that circuit.
 * Sees no row of the source: whatever it does is post-processing.
 */
export async function fitPrivateModel(
  { books }: Pick<PublicTable, "books">,
  { statement, noisy }: SavedPrivacy,
  options: ModelOptions,
  context: FitContext,
): Promise<FittedModel> {
  const random = new Random(context.seed).fork("private");
  const hasPairs = statement.tables.some(({ columns }) => columns.length === 2);
  const fit = await fitTables(tablesOf(statement, noisy), {
    states: hasPairs ? states : 1,
    random: random.fork("start"),
    signal: context.signal,
    maxSteps,
    report: (done, misfit) =>
      context.progress({
        fraction: Math.min(0.99, done / maxSteps),
        label: `χ² per cell ${misfit.toFixed(2)}`,
        epoch: done,
        epochs: maxSteps,
        losses: { misfit },
      }),
  });
  const circuit = new FittedCircuit({
    columns: books.map(({ column }) => column),
    books,
    shape: fit.shape,
    parameters: fit.parameters,
    ratio: undefined,
    moves: undefined,
    notes: notesOf(fit),
  });
  if (options.type === "circuit") return circuit;
  const rows = Math.min(maxDrawnRows, Math.round(statement.rows));
  return await fitModel(options, await drawTable(circuit, rows, context.seed), context);
}

function tablesOf({ tables, rows, rho, domain }: PrivacyStatement, noisy: Int32Array) {
  return { plan: { tables, rho, cells: noisy.length }, noisy, sizes: domain.map(({ size }) => size), rows };
}

function notesOf({ shape, misfit, steps }: FittedTables) {
  return { states: shape.states, steps, misfit: Number(misfit.toFixed(4)), refinement: "none" };
}

async function drawTable(circuit: FittedCircuit, rows: number, seed: number): Promise<ModelTable> {
  const parts: Table[] = [];
  for await (const batch of circuit.sample(rows, { seed })) parts.push(batch);
  const drawn = concatTables(parts);
  const columns = drawn.columns.map((column) => (column.kind === "string" ? usedOnly(column) : column));
  return {
    table: { rows, columns },
    columns: circuit.columns.map((column, j): ModelColumn => {
      const values = columns[j]!;
      return column.kind === "discrete" && values.kind === "string"
        ? { ...column, categories: values.dictionary }
        : column;
    }),
  };
}

/** The column without categories that were not drawn. */
function usedOnly(column: StringColumn): StringColumn {
  const codes = new Set(column.codes);
  const used = column.dictionary.flatMap((_, code) => (codes.has(code) ? [code] : []));
  const place = new Int32Array(column.dictionary.length).fill(-1);
  used.forEach((code, i) => {
    place[code] = i;
  });
  return {
    ...column,
    codes: column.codes.map((code) => (code < 0 ? -1 : place[code]!)),
    dictionary: used.map((code) => column.dictionary[code]!),
  };
}
