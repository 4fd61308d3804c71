import { pathToFileURL } from "node:url";
import type { AdamOptions } from "../src/engine/adam.ts";
import { input, matmul, sum } from "../src/engine/functions.ts";
import { emitGraph } from "../src/engine/onnx/emitGraph.ts";
import { encodeModel } from "../src/engine/onnx/encodeModel.ts";
import { floatTensor, openSession } from "../src/engine/session.ts";
import { isOp, topologicalOrder } from "../src/engine/tensor.ts";
import { type LoopDefinition, TrainingLoop } from "../src/engine/trainingLoop.ts";
import { TrainingBatches } from "../src/models/ctgan/batches.ts";
import { declareCritic, declareGenerator } from "../src/models/ctgan/networks.ts";
import { type StepOptions, trainingStep } from "../src/models/ctgan/trainingStep.ts";
import { type OutputLayout, outputLayout } from "../src/models/neural/outputLayout.ts";
import { Random } from "../src/numerics/random.ts";
import type { EncodedRows, Span } from "../src/transform/matrix/matrix.ts";

/**
 * Speed of CTGAN training at the default sizes on random rows shaped like the Adult table. Times are the best of
 * several runs. Two floors are given: of the arithmetic the plain algorithm needs (`floorMs`), and of the matrix
 * products left in the compiled graph (`graphFloorMs`), both at the rate of a 2048³ product in the same runtime.
 */
export async function benchEngine(): Promise<Record<string, unknown>> {
  const layout = adultLayout();
  const encoded = randomRows(layout, adultRows);
  const definition = step(layout);
  const plain = plainFlops(layout);
  const graph = graphFlops(definition);
  const result: Record<string, unknown> = { gflopPerStep: plain / 1e9, graphGflopPerStep: graph / 1e9 };
  for (const threads of [1, 2]) {
    const rate = await gemmRate(threads);
    const started = performance.now();
    const loop = await TrainingLoop.open(step(layout), { threads });
    const batches = new TrainingBatches(
      definition.perStep,
      { encoded, layout, columnNames: [] },
      { ...options, logFrequency: true },
      new Random(1),
    );
    await loop.run(1, batches.fill(0, 1));
    const firstStepMs = performance.now() - started;
    const chunk = 8;
    let stepMs = Number.POSITIVE_INFINITY;
    let wholeMs = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 12; i++) {
      const begin = performance.now();
      const feeds = batches.fill(1 + i * chunk, chunk);
      const filled = performance.now();
      await loop.run(chunk, feeds);
      const end = performance.now();
      stepMs = Math.min(stepMs, (end - filled) / chunk);
      wholeMs = Math.min(wholeMs, (end - begin) / chunk);
    }
    await loop.dispose();
    const stepsPerEpoch = Math.floor(adultRows / options.batchSize);
    result[`threads${threads}`] = {
      gemmGflops: rate / 1e9,
      floorMs: (1e3 * plain) / rate,
      graphFloorMs: (1e3 * graph) / rate,
      stepMs,
      batchMs: wholeMs - stepMs,
      efficiency: (1e3 * plain) / rate / stepMs,
      graphEfficiency: (1e3 * graph) / rate / stepMs,
      epochS: (wholeMs * stepsPerEpoch) / 1e3,
      firstStepMs,
    };
  }
  result["peakMb"] = process.resourceUsage().maxRSS / 1024;
  return result;
}

const adultRows = 32_561;
const adam: AdamOptions = {
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.9,
  epsilon: 1e-8,
  weightDecay: 1e-6,
};
const options: StepOptions = {
  batchSize: 500,
  pac: 10,
  embeddingDim: 128,
  generatorDim: [256, 256],
  discriminatorDim: [256, 256],
  discriminatorSteps: 1,
  generatorAdam: adam,
  discriminatorAdam: adam,
};

/** 164 outputs, 104 of them categories. */
function adultLayout(): OutputLayout {
  const spans: Span[] = [];
  let offset = 0;
  let codes = 0;
  let alphas = 0;
  const softmax = (role: "category" | "mode", size: number): void => {
    spans.push({ kind: "softmax", role, column: codes, offset, size, index: codes++ });
    offset += size;
  };
  for (const size of [9, 16, 7, 15, 6, 5, 2, 42, 2]) softmax("category", size);
  for (const size of [9, 10, 9, 10, 10, 6]) {
    spans.push({ kind: "tanh", column: codes, offset: offset++, size: 1, index: alphas++ });
    softmax("mode", size);
  }
  return outputLayout({ width: offset, spans, alphaCount: alphas, codeCount: codes });
}

function randomRows(layout: OutputLayout, rows: number): EncodedRows {
  const random = new Random(2);
  const codes = new Int32Array(rows * layout.codeCount);
  for (let i = 0; i < rows; i++)
    for (const { code, size } of layout.blocks) codes[i * layout.codeCount + code] = random.below(size);
  const alphas = Float32Array.from({ length: rows * layout.alphaCount }, () => 1.8 * random.uniform() - 0.9);
  return { rows, codes, alphas };
}

function step(layout: OutputLayout): LoopDefinition {
  const random = new Random(3);
  const generator = declareGenerator(
    [options.embeddingDim, layout.conditionWidth],
    options.generatorDim,
    layout.width,
    random,
  );
  const critic = declareCritic(
    options.pac * (layout.width + layout.conditionWidth),
    options.discriminatorDim,
    random,
  );
  return trainingStep(layout, generator, critic, options);
}

/** Floating-point operations of the matrix products in the compiled step. */
function graphFlops(definition: LoopDefinition): number {
  let total = 0;
  for (const t of topologicalOrder(definition.state.map((s) => s.next)))
    if (isOp(t, "matmul")) {
      const k = t.inputs[0]!.shape[t.attributes.transA ? 0 : 1]!;
      total += 2 * k * t.shape[0]! * t.shape[1]!;
    }
  return total;
}

/**
 * Operations of the algorithm as written: a fresh fake batch for each network, the critic on fake, real and mixed
 * packs one by one, the penalty's second derivative, and every gradient that is used (those thrown away left out).
 */
function plainFlops(layout: OutputLayout): number {
  const { batchSize, pac, embeddingDim, generatorDim, discriminatorDim } = options;
  const generatorLayers: [inputs: number, needed: number, out: number][] = [];
  const start = embeddingDim + layout.conditionWidth;
  let width = start;
  for (const size of [...generatorDim, layout.width]) {
    generatorLayers.push([width, width - start, size]);
    width += size;
  }
  const forward = generatorLayers.reduce((sum, [n, , out]) => sum + 2 * batchSize * n * out, 0);
  const backward = generatorLayers.reduce(
    (sum, [n, needed, out]) => sum + 2 * batchSize * (n + needed) * out,
    0,
  );
  const sizes = [pac * (layout.width + layout.conditionWidth), ...discriminatorDim, 1];
  const product = sizes.slice(1).reduce((sum, out, i) => sum + (2 * batchSize * sizes[i]! * out) / pac, 0);
  const hidden = product - (2 * batchSize * sizes[0]! * sizes[1]!) / pac;
  const criticStep = forward + 3 * product + 3 * (product + hidden) + 3 * product;
  return criticStep + forward + 2 * product + backward;
}

/** Operations a second of a 2048³ product. */
async function gemmRate(threads: number): Promise<number> {
  const n = 2048;
  const [a, b] = [input("a", [n, n]), input("b", [n, n])];
  const graph = emitGraph("gemm", [a, b], [{ name: "sum", value: sum(matmul(a, b), [0]) }]);
  const session = await openSession(encodeModel(graph), { threads });
  const values = new Random(4).fillUniform(new Float32Array(n * n));
  const feeds = { a: floatTensor(values, [n, n]), b: floatTensor(values, [n, n]) };
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const begin = performance.now();
    await session.run(feeds);
    best = Math.min(best, performance.now() - begin);
  }
  await session.release();
  return (2 * n ** 3) / (best / 1e3);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  console.log(JSON.stringify(await benchEngine(), null, 2));
