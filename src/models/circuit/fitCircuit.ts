import type { CircuitOptions } from "../../config/modelOptions/circuit.ts";
import { makeBreathe } from "../../numerics/breathe.ts";
import { Random } from "../../numerics/random.ts";
import { ModelError, type ModelTable, takeModelRows } from "../../transform/modelTable.ts";
import { repeatsOf } from "../repeats.ts";
import type { FitContext } from "../synthesizer.ts";
import { chooseRefinement, type Refinement } from "./refine/chooseRefinement.ts";
import { fitRefinement } from "./refine/fitRefinement.ts";
import type { CircuitContents } from "./savedCircuit.ts";
import { noneFrom, restraintOf, statesOfSmallTable } from "./smallTable.ts";
import { encodeColumn, fitCodebooks } from "./tokens/codebook.ts";
import { chooseNormal } from "./train/chooseNormal.ts";
import { chooseSize, type SizeTrial, startingSize } from "./train/chooseSize.ts";
import { chowLiuTree } from "./train/chowLiuTree.ts";
import { makePilot } from "./train/pilot.ts";
import { findRareClasses, type RareClass } from "./train/rareClasses.ts";
import { withRareStates } from "./train/rareStates.ts";
import { splitCircuit } from "./train/splitCircuit.ts";
import { type TrainedCircuit, type TrainPlan, trainCircuit } from "./train/train.ts";
import type { TrainingTokens } from "./train/trainingTokens.ts";

/** More rows than this are sampled down, which bounds memory and time. */
const maxTrainingRows = 250_000;

const threads = 2;
const wantedSteps = 500;
/** Columns beyond which fewer steps are made, and no size is searched: a step takes as long as the table is wide. */
const veryWide = 1000;
/** Columns beyond which the smoothing of numbers is not searched: a pilot takes as long as the table is wide. */
const wide = 100;
const wideSteps = 100;
/** Rows from which on tokens are split before the refinement: parts of fewer would bring rows nearer to training rows. */
const splitRows = 10_000;
/** Pseudo-rows per numeric column and state, by the `leaves` option; `auto` by the rows. */
const normalRows = { bins: 0, gaussian: 1e5 } as const;

type PlanWithoutSize = Omit<TrainPlan, "states">;

/** Shares of the fit's progress: the tree ends here, the size is chosen up to `sizeEnd`, … */
const treeEnd = 0.1;
const sizeEnd = 0.4;
/** … training ends here, refinement takes the rest. */
const trainingEnd = { refined: 0.5, plain: 1 } as const;

/** Fits tokens, tree, size and parameters to a table. @throws ModelError when there is too little to learn from */
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
  const training = await encode(data, options, random, context);
  const refinement = chooseRefinement(options.refine, {
    rows,
    columns: data.columns.length,
    plannedRows: context.plannedRows,
  });
  const { plan, trials } = await completePlan(training, {
    rows,
    options,
    plan: planTraining(rows, data.columns.length, options),
    // twice the states are four times the arithmetic of every move: rounds are spent on instead
    mayDouble: refinement !== "moves",
    random,
    context,
  });
  const { states } = plan;
  const asked = options.refine === true ? "auto" : options.refine;
  if (asked === "auto" && refinement === "select")
    context.warn(
      'rows will be selected, not moved: refining by moves takes too long for more than 200,000 rows or 200 columns; "refine": "moves" does it all the same',
    );
  const classes = findRareClasses(training, states);
  const common = await train(training, {
    plan,
    start: trials.length > 0 ? sizeEnd : treeEnd,
    rows: rowsOutside(classes, rows),
    refinement,
    random,
    context,
  });
  const coarse = { fit: withRareStates(common, training, classes, plan.smoothing), training };
  const { fit, training: refinable } =
    refinement === "moves" && rows >= splitRows ? splitCircuit(coarse, data.table) : coarse;
  const refined = await fitRefinement(refinement, fit, refinable, {
    random: random.fork("refine"),
    context,
    progress: (done, label) =>
      context.progress({ fraction: trainingEnd.refined + (1 - trainingEnd.refined) * done, label }),
  });
  return {
    columns: data.columns,
    books: refinable.books,
    shape: fit.shape,
    parameters: fit.parameters,
    ratio: refined.ratio,
    moves: refined.moves,
    notes: {
      states,
      epochs: plan.epochs,
      batch: plan.batch,
      rows,
      normalRows: plan.smoothing.normal,
      tried: trials.map((t) => ({ states: t.states, validation: Number(t.validation.toFixed(3)) })),
      ...(classes.length > 0 && { rareClasses: classes.length }),
      refinement: refined.moves ? "moves" : refined.ratio ? "select" : "none",
      refinementTrees: refined.treesPerRound,
    },
  };
}

async function encode(
  data: ModelTable,
  options: CircuitOptions,
  random: Random,
  context: FitContext,
): Promise<TrainingTokens> {
  const repeats = repeatsOf(data);
  const { binRows } = restraintOf(data.table.rows);
  const books = fitCodebooks(data, { maxBins: options.maxBins, binRows }, repeats);
  const tokens = books.map((b) => encodeColumn(b, data.table));
  const sizes = books.map((b) => b.size);
  const ordered = books.map((b) => b.kind === "number");
  const breathe = makeBreathe(context.signal, (fraction) =>
    context.progress({ fraction: treeEnd * fraction, label: "tree of columns" }),
  );
  const tree = await chowLiuTree({ tokens, sizes, ordered }, random.fork("tree"), breathe);
  return { books, tokens, tree, written: data.written ?? [], units: data.units, repeats };
}

function planTraining(rows: number, columns: number, options: CircuitOptions): PlanWithoutSize {
  const batch =
    options.batchSize === "auto" ? Math.max(32, Math.min(500, Math.ceil(rows / 20))) : options.batchSize;
  const epochs =
    options.epochs === "auto"
      ? Math.min(12, Math.max(1, Math.ceil(((columns > veryWide ? wideSteps : wantedSteps) * batch) / rows)))
      : options.epochs;
  const { normal, perCategory } = restraintOf(rows);
  return {
    epochs,
    batch,
    threads,
    smoothing: {
      emission: 0.3,
      perCategory,
      transition: 0.1,
      normal: options.leaves === "auto" ? normal : normalRows[options.leaves],
    },
  };
}

interface FitStep<Plan> {
  readonly plan: Plan;
  readonly rows: number;
  readonly random: Random;
  readonly context: FitContext;
}

/** Chooses what of the plan is left open: the number of states, and how far numbers follow each state's own normal. */
async function completePlan(
  training: TrainingTokens,
  {
    plan,
    rows,
    options,
    mayDouble,
    random,
    context,
  }: FitStep<PlanWithoutSize> & { readonly options: CircuitOptions; readonly mayDouble: boolean },
): Promise<{ readonly plan: TrainPlan; readonly trials: readonly SizeTrial[] }> {
  const { maxLatentStates, validationShare, leaves } = options;
  const columns = training.books.length;
  const given = maxLatentStates === "auto" ? statesOfSmallTable(rows) : maxLatentStates;
  if (validationShare === 0 || columns > veryWide || (given !== undefined && rows < noneFrom))
    return { plan: { ...plan, states: given ?? startingSize(rows) }, trials: [] };
  const pilot = makePilot(training, {
    rows,
    validationShare,
    plan,
    random: random.fork("size"),
    context,
    report: (done, { states }) =>
      context.progress({
        fraction: treeEnd + (sizeEnd - treeEnd) * done,
        label: `size: trying ${states} states`,
      }),
  });
  const { normal } = plan.smoothing;
  const searchesNormal =
    leaves === "auto" &&
    rows >= noneFrom &&
    columns <= wide &&
    training.books.some((b) => b.kind === "number");
  const size =
    given === undefined
      ? await chooseSize(pilot, { rows, normal, mayDouble })
      : {
          states: given,
          trials: [],
          validation: searchesNormal ? await pilot.validationOf({ states: given, normal }) : Number.NaN,
        };
  const { states, trials } = size;
  const chosen = searchesNormal ? await chooseNormal(pilot, { ...size, normal }) : normal;
  return { plan: { ...plan, states, smoothing: { ...plan.smoothing, normal: chosen } }, trials };
}

/** The numbers of the rows that belong to no class. */
function rowsOutside(classes: readonly RareClass[], rows: number): Uint32Array {
  const inside = new Uint8Array(rows);
  for (const one of classes) for (const i of one.rows) inside[i] = 1;
  return Uint32Array.from({ length: rows }, (_, i) => i).filter((i) => inside[i] === 0);
}

function train(
  training: TrainingTokens,
  {
    plan,
    start,
    rows,
    refinement,
    random,
    context,
  }: Omit<FitStep<TrainPlan>, "rows"> & {
    readonly start: number;
    readonly rows: Uint32Array;
    readonly refinement: Refinement;
  },
): Promise<TrainedCircuit> {
  const end = refinement === "none" ? trainingEnd.plain : trainingEnd.refined;
  return trainCircuit(training, {
    rows,
    held: new Uint32Array(),
    plan,
    random: random.fork("train"),
    context,
    report: (epoch, logLikelihood) =>
      context.progress({
        fraction: start + (end - start) * ((epoch + 1) / plan.epochs),
        label: `epoch ${epoch + 1}/${plan.epochs}`,
        epoch: epoch + 1,
        epochs: plan.epochs,
        epochEnds: true,
        losses: { negativeLogLikelihood: -logLikelihood },
      }),
  });
}

function withinLimit(given: ModelTable, random: Random, context: FitContext): ModelTable {
  if (given.table.rows <= maxTrainingRows) return given;
  context.warn(
    `learning from ${maxTrainingRows} rows, drawn at random from the ${given.table.rows} given: more would cost memory and time, not change the model`,
  );
  const rows = random.fork("limit").permutation(given.table.rows).subarray(0, maxTrainingRows).sort();
  return takeModelRows(given, rows);
}
