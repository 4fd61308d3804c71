import type { CircuitOptions } from "../../config/modelOptions/circuit.ts";
import { Random } from "../../numerics/random.ts";
import { takeRows } from "../../table/table.ts";
import { ModelError, type ModelTable } from "../../transform/modelTable.ts";
import type { FitContext } from "../synthesizer.ts";
import { refineCircuit } from "./refine/refineCircuit.ts";
import type { CircuitContents } from "./savedCircuit.ts";
import { encodeColumn, fitCodebooks } from "./tokens/codebook.ts";
import { chooseSize, type SizeTrial, startingSize } from "./train/chooseSize.ts";
import { chowLiuTree } from "./train/chowLiuTree.ts";
import { type TrainPlan, trainCircuit } from "./train/train.ts";

/** More rows than this are sampled down, which bounds memory and time. */
export const maxTrainingRows = 250_000;

const threads = 2;
const wantedSteps = 500;
const refinementRounds = 4;
/** Pseudo-rows per numeric column and state, by the `leaves` option. */
const normalRows = { auto: 40, bins: 0, gaussian: 1e5 } as const;

/** Tokens, tree, size and parameters from a table. @throws ModelError when there is too little to learn from */
export async function fitCircuit(
  given: ModelTable,
  options: CircuitOptions,
  context: FitContext,
): Promise<CircuitContents> {
  if (given.table.rows < 2)
    throw new ModelError(`a circuit needs at least 2 rows to learn from, got ${given.table.rows}`);
  const random = new Random(context.seed).fork("circuit");
  const data = withinLimit(given, random, context);
  const { rows } = data.table;
  const books = fitCodebooks(data, options.maxBins);
  const tokens = books.map((b) => encodeColumn(b, data.table));
  const tree = chowLiuTree(
    tokens,
    books.map((b) => b.size),
    books.map((b) => b.kind === "number"),
    random.fork("tree"),
  );
  const batch =
    options.batchSize === "auto" ? Math.max(32, Math.min(500, Math.ceil(rows / 20))) : options.batchSize;
  const epochs =
    options.epochs === "auto"
      ? Math.min(12, Math.max(1, Math.ceil((wantedSteps * batch) / rows)))
      : options.epochs;
  const plan: Omit<TrainPlan, "states"> = {
    epochs,
    batch,
    threads,
    smoothing: { emission: 0.3, transition: 0.1, normal: normalRows[options.leaves] },
  };
  let trials: readonly SizeTrial[] = [];
  let states = options.maxLatentStates === "auto" ? startingSize(rows) : options.maxLatentStates;
  if (options.maxLatentStates === "auto" && options.validationShare > 0 && rows >= 50) {
    const chosen = await chooseSize(
      books,
      tokens,
      tree,
      rows,
      options.validationShare,
      plan,
      random.fork("size"),
      context,
      (trial) =>
        context.progress({
          fraction: 0.1,
          label: `size ${trial.states}: ${trial.validation.toFixed(2)} nats`,
        }),
    );
    states = chosen.states;
    trials = chosen.trials;
  }
  const everyRow = Uint32Array.from({ length: rows }, (_, i) => i);
  const trainEnd = options.refine ? 0.7 : 1;
  const fit = await trainCircuit(
    books,
    tokens,
    tree,
    everyRow,
    new Uint32Array(),
    { ...plan, states },
    random.fork("train"),
    context,
    (epoch, logLikelihood) =>
      context.progress({
        fraction: 0.2 + (trainEnd - 0.2) * ((epoch + 1) / epochs),
        label: `epoch ${epoch + 1}/${epochs}`,
        epoch: epoch + 1,
        epochs,
        losses: { negativeLogLikelihood: -logLikelihood },
      }),
  );
  const treesPerRound: number[] = [];
  const ratio = options.refine
    ? await refineCircuit(
        fit.shape,
        fit.parameters,
        books,
        tokens,
        refinementRounds,
        random.fork("refine"),
        async (round, trees) => {
          context.signal.throwIfAborted();
          treesPerRound.push(trees);
          const fraction = 0.7 + (0.3 * (round + 1)) / refinementRounds;
          context.progress({ fraction, label: `refinement ${round + 1}/${refinementRounds}` });
          await new Promise((resolve) => setImmediate(resolve));
        },
      )
    : undefined;
  return {
    columns: data.columns,
    books,
    shape: fit.shape,
    parameters: fit.parameters,
    ratio,
    notes: {
      states,
      epochs,
      batch,
      rows,
      tried: trials.map((t) => ({ states: t.states, validation: Number(t.validation.toFixed(3)) })),
      refinementTrees: treesPerRound,
    },
  };
}

function withinLimit(given: ModelTable, random: Random, context: FitContext): ModelTable {
  if (given.table.rows <= maxTrainingRows) return given;
  context.warn(
    `learning from ${maxTrainingRows} rows, drawn at random from the ${given.table.rows} given: more would cost memory and time, not change the model`,
  );
  const rows = random.fork("limit").permutation(given.table.rows).subarray(0, maxTrainingRows).sort();
  return { table: takeRows(given.table, rows), columns: given.columns };
}
