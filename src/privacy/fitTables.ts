import { type TablePlan, varianceOf } from "../config/privacy/tablePlan.ts";
import {
  type AdamOptions,
  adam,
  adamInputs,
  adamLoopState,
  adamScales,
  type Parameter,
} from "../engine/adam.ts";
import {
  add,
  blockSoftmax,
  constant,
  input,
  matmul,
  mul,
  slice,
  softmax,
  square,
  sub,
  sum,
} from "../engine/functions.ts";
import { gradients } from "../engine/gradients.ts";
import { type LoopDefinition, TrainingLoop } from "../engine/trainingLoop.ts";
import { softmaxRows } from "../learners/histogramBoosting.ts";
import type { CircuitParameters, CircuitShape } from "../models/circuit/circuitModel.ts";
import type { Random } from "../numerics/random.ts";
import { coverage } from "./measure.ts";

export interface NoisyTables {
  readonly plan: TablePlan;
  /** Cells of the tables one after the other. */
  readonly noisy: Int32Array;
  /** Tokens of each column. */
  readonly sizes: readonly number[];
  /** Rows as the noisy tables tell. */
  readonly rows: number;
}

export interface FitTablesOptions {
  readonly states: number;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly maxSteps: number;
  report(done: number, misfit: number): void;
}

export interface FittedTables {
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
  /** χ² of the residuals per cell: 1 where the fit is as close as the noise allows. */
  readonly misfit: number;
  readonly steps: number;
}

/** More would save less of the product than their own overhead costs. */
const maxBlocks = 8;
const chunk = 10;
const adamOptions: AdamOptions = {
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0,
};

/**
 * Fits a hidden variable of K states with one table per column, a hidden tree of depth one, to noisy counts of columns and pairs:
 * P(a, b) = Σ_k π_k A[a, k] B[b, k], by Adam on χ² = Σ (rows · P − count)²/σ² over all cells. It stops as soon as χ² is the number of
 * cells, what the true table would have: to go on would be to fit the noise. All of it is post-processing, so it costs no budget.
 */
export async function fitTables(tables: NoisyTables, options: FitTablesOptions): Promise<FittedTables> {
  const { sizes } = tables;
  const start = startingLogits(tables, options);
  const loop = await TrainingLoop.open(fittingStep(tables, options.states, start), { threads: 2 });
  try {
    let [done, misfit] = [0, Number.POSITIVE_INFINITY];
    while (done < options.maxSteps && misfit > 1) {
      options.signal.throwIfAborted();
      const scales = Array.from({ length: chunk }, (_, i) => adamScales(done + i + 1, adamOptions));
      const feeds = new Map([
        ["stepSize", Float32Array.from(scales, ({ stepSize }) => stepSize)],
        ["epsilon", Float32Array.from(scales, ({ epsilon }) => epsilon)],
      ]);
      const measured = await loop.run(chunk, feeds);
      misfit = measured.get("misfit")![chunk - 1]!;
      done += chunk;
      options.report(done, misfit);
    }
    return { ...circuitOf(sizes, loop.read("emissions"), loop.read("root")), misfit, steps: done };
  } finally {
    await loop.dispose();
  }
}

/** Emissions are K × tokens: state by state. */
function fittingStep(
  tables: NoisyTables,
  states: number,
  start: { readonly emissions: Float32Array; readonly root: Float32Array },
): LoopDefinition {
  const { sizes } = tables;
  const width = sizes.reduce((a, b) => a + b, 0);
  const { target, weight, single, singleWeight } = targets(tables, width);
  const emissions: Parameter = { value: input("emissions", [states, width]), initial: start.emissions };
  const root: Parameter = { value: input("root", [1, states]), initial: start.root };
  const stepSize = input("stepSize", [1, 1]);
  const epsilon = input("epsilon", [1, 1]);
  const shares = blockSoftmax(emissions.value, sizes);
  const mixing = softmax(root.value);
  const ones = constant(new Float32Array(width).fill(1), [1, width]);
  const joint = mul(matmul(mixing, ones, { transA: true }), shares);
  const singles = matmul(mixing, shares);
  const offSingle = mul(sub(singles, constant(single, [1, width])), constant(singleWeight, [1, width]));
  let squares = sum(square(offSingle));
  // every pair stands once in the matrix of all: a block of columns meets itself and those after it
  for (const { from, to } of blocksOf(sizes)) {
    const pairs = matmul(slice(joint, 1, from, to), slice(shares, 1, from, width), { transA: true });
    const part = (matrix: Float32Array) => constant(corner(matrix, width, from, to), pairs.shape);
    squares = add(squares, sum(square(mul(sub(pairs, part(target)), part(weight)))));
  }
  const misfit = mul(squares, 1 / tables.plan.cells);
  const parameters = [emissions, root];
  const before = adamInputs(parameters);
  const after = adam(before, gradients(misfit, before.values), { stepSize, epsilon }, adamOptions);
  return {
    state: adamLoopState(parameters, before, after),
    perStep: [stepSize, epsilon],
    metrics: [{ name: "misfit", value: misfit }],
  };
}

/** Tokens from … to − 1 of some neighboring columns each, in `maxBlocks` blocks of about equal width at most. */
function blocksOf(sizes: readonly number[]): { readonly from: number; readonly to: number }[] {
  const width = sizes.reduce((a, b) => a + b, 0);
  const blocks: { from: number; to: number }[] = [];
  let [from, at] = [0, 0];
  sizes.forEach((size, j) => {
    at += size;
    if (at - from < width / maxBlocks && j < sizes.length - 1) return;
    blocks.push({ from, to: at });
    from = at;
  });
  return blocks;
}

/** Rows from … to − 1 of a square matrix, without the columns before `from`. */
function corner(matrix: Float32Array, width: number, from: number, to: number): Float32Array {
  const out = new Float32Array((to - from) * (width - from));
  for (let row = from; row < to; row++)
    out.set(matrix.subarray(row * width + from, (row + 1) * width), (row - from) * (width - from));
  return out;
}

/** Shares the counts stand for, and rows/σ of each: 0 where a pair was not counted. The matrix holds every pair once. */
function targets({ plan, noisy, sizes, rows }: NoisyTables, width: number) {
  const offsets = offsetsOf(sizes);
  const target = new Float32Array(width * width);
  const weight = new Float32Array(width * width);
  const single = new Float32Array(width);
  const singleWeight = new Float32Array(width);
  const covered = coverage(plan, noisy, rows);
  let at = 0;
  for (const { columns, cells, variance } of plan.tables) {
    // rows with a cell that no list has are taken to be like the others
    const counted = columns.reduce((product, j) => product * covered[j]!, rows);
    const precision = counted / Math.sqrt(varianceOf(variance));
    const first = offsets[columns[0]]!;
    if (columns.length === 1)
      for (let a = 0; a < cells; a++) {
        single[first + a] = noisy[at + a]! / counted;
        singleWeight[first + a] = precision;
      }
    else {
      const size = sizes[columns[1]]!;
      const second = offsets[columns[1]]!;
      for (let cell = 0; cell < cells; cell++) {
        const b = cell % size;
        const place = (first + (cell - b) / size) * width + second + b;
        target[place] = noisy[at + cell]! / counted;
        weight[place] = precision;
      }
    }
    at += cells;
  }
  return { target, weight, single, singleWeight };
}

/** Every state starts at the noisy shares of the columns, blurred in its own way. */
function startingLogits({ plan, noisy, sizes, rows }: NoisyTables, { states, random }: FitTablesOptions) {
  const width = sizes.reduce((a, b) => a + b, 0);
  const logs = new Float32Array(width);
  let at = 0;
  for (const { columns, cells, variance } of plan.tables) {
    if (columns.length > 1) break;
    const floor = Math.max(1e-6, Math.sqrt(varianceOf(variance)) / rows / 4);
    for (let a = 0; a < cells; a++) logs[at + a] = Math.log(Math.max(floor, noisy[at + a]! / rows));
    at += cells;
  }
  const emissions = Float32Array.from(
    { length: states * width },
    (_, i) => logs[i % width]! + blur * random.normal(),
  );
  return { emissions, root: new Float32Array(states) };
}

const blur = 0.5;

function circuitOf(
  sizes: readonly number[],
  emissionLogits: Float32Array,
  rootLogits: Float32Array,
): Pick<FittedTables, "shape" | "parameters"> {
  const states = rootLogits.length;
  const width = sizes.reduce((a, b) => a + b, 0);
  const table = new Float32Array(width * states);
  const offsets = offsetsOf(sizes);
  for (let k = 0; k < states; k++)
    sizes.forEach((size, j) => {
      const start = k * width + offsets[j]!;
      const shares = softmaxOf(emissionLogits.subarray(start, start + size));
      shares.forEach((share, t) => {
        table[(offsets[j]! + t) * states + k] = share;
      });
    });
  return {
    shape: { states, parent: Int32Array.of(-1), hosted: [sizes.map((_, j) => j)], sizes },
    parameters: {
      root: Float32Array.from(softmaxOf(rootLogits)),
      transitions: [new Float32Array()],
      emissions: [table],
    },
  };
}

function softmaxOf(logits: Float32Array): Float64Array {
  const shares = Float64Array.from(logits);
  softmaxRows(shares, shares.length);
  return shares;
}

function offsetsOf(sizes: readonly number[]): number[] {
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return at - size;
  });
}
