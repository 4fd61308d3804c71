import { type AdamOptions, adam, adamInputs, adamLoopState } from "../../engine/adam.ts";
import {
  add,
  blockSoftmax,
  concat,
  constant,
  detach,
  input,
  logSoftmax,
  matmul,
  mean,
  membership,
  mul,
  neg,
  oneHot,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tanh,
} from "../../engine/functions.ts";
import { gradients } from "../../engine/gradients.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { LoopDefinition, LoopState } from "../../engine/trainingLoop.ts";
import type { OutputLayout } from "../neural/outputLayout.ts";
import {
  type Critic,
  criticEntry,
  criticScores,
  criticValues,
  type Generator,
  generate,
  pack,
  squaredInputGradient,
} from "./networks.ts";

export interface StepOptions {
  readonly batchSize: number;
  readonly pac: number;
  readonly embeddingDim: number;
  readonly generatorDim: readonly number[];
  readonly discriminatorDim: readonly number[];
  readonly discriminatorSteps: number;
  readonly generatorAdam: AdamOptions;
  readonly discriminatorAdam: AdamOptions;
}

const temperature = 0.2;
const penaltyWeight = 10;

/**
 * One CTGAN training step (Xu et al., 2019, algorithm 1): `discriminatorSteps` critic updates with gradient penalty,
 * then one generator update. The generator is updated on the fake batch of the last critic update, scored again by the
 * updated critic with fresh dropout.
 */
export function trainingStep(
  layout: OutputLayout,
  generator: Generator,
  critic: Critic,
  o: StepOptions,
): LoopDefinition {
  const packs = o.batchSize / o.pac;
  const perStep: Tensor<"input">[] = [];
  const feed = (name: string, shape: readonly number[]): Tensor<"input"> => {
    const t = input(name, shape);
    perStep.push(t);
    return t;
  };
  const scales = (network: string): { stepSize: Tensor; epsilon: Tensor } => ({
    stepSize: feed(`${network}.stepSize`, [1, 1]),
    epsilon: feed(`${network}.epsilon`, [1, 1]),
  });
  const masks = (name: string, rows: number): Tensor[] =>
    o.discriminatorDim.map((size, i) => feed(`${name}.dropout${i}`, [rows, size]));

  const criticStart = adamInputs(critic.parameters);
  let criticState = criticStart;
  let fake!: FakeBatch;
  let criticLoss!: Tensor;
  for (let k = 0; k < o.discriminatorSteps; k++) {
    const values = criticValues(critic, criticState.values);
    fake = fakeBatch({ layout, generator }, (name, shape) => feed(`batch${k}.${name}`, shape), o);
    const real = feed(`batch${k}.real`, [packs, o.pac * (layout.width + layout.conditionWidth)]);
    const mix = feed(`batch${k}.mix`, [packs, 1]);
    const stacked = concat([pack(fake.rows, fake.conditions, o.pac), real], 0);
    const entry = criticEntry(values, stacked);
    const scores = criticScores(values, entry, masks(`batch${k}.scored`, 2 * packs));
    const wasserstein = sub(mean(slice(scores, 0, 0, packs)), mean(slice(scores, 0, packs, 2 * packs)));
    const fakeEntry = slice(entry, 0, 0, packs);
    // the first layer is linear: an interpolated pack enters as the interpolated entries
    const mixed = add(fakeEntry, mul(mix, sub(slice(entry, 0, packs, 2 * packs), fakeEntry)));
    const mixedScores = criticScores(values, mixed, masks(`batch${k}.mixed`, packs));
    const [entryGradient] = gradients(mixedScores, [mixed]) as [Tensor];
    const norm = sqrt(add(squaredInputGradient(values, entryGradient), 1e-12));
    const penalty = mul(mean(square(sub(norm, 1))), penaltyWeight);
    criticLoss = add(wasserstein, penalty);
    const grads = gradients(criticLoss, criticState.values);
    criticState = adam(criticState, grads, scales(`batch${k}.critic`), o.discriminatorAdam);
  }

  const packedFake = pack(fake.rows, fake.conditions, o.pac);
  const updated = criticValues(critic, criticState.values.map(detach));
  const scores = criticScores(updated, criticEntry(updated, packedFake), masks("generator", packs));
  const adversarial = neg(mean(scores));
  const generatorLoss = fake.crossEntropy === undefined ? adversarial : add(adversarial, fake.crossEntropy);
  const generatorStart = adamInputs(generator.parameters);
  const generatorGrads = gradients(generatorLoss, generatorStart.values);
  const generatorEnd = adam(generatorStart, generatorGrads, scales("generator"), o.generatorAdam);
  const rate = feed("average.rate", [1, 1]);
  const averages = generator.parameters.map(({ value, initial }, i): LoopState => {
    const current = input(averageName(value), value.shape);
    return {
      current,
      next: add(current, mul(sub(generatorEnd.values[i]!, current), rate)),
      initial: initial.slice(),
    };
  });
  return {
    state: [
      ...adamLoopState(critic.parameters, criticStart, criticState),
      ...adamLoopState(generator.parameters, generatorStart, generatorEnd),
      ...averages,
    ],
    perStep,
    metrics: [
      { name: "generator", value: generatorLoss },
      { name: "critic", value: criticLoss },
    ],
  };
}

/** State that holds the moving average of a generator parameter. */
export function averageName(parameter: Tensor<"input">): string {
  return `${parameter.attributes.name}.average`;
}

/** Weight of the newest value in the moving average at step t = 1, 2, …: a plain mean at first, then 1/1000. */
export function averageRate(step: number): number {
  return Math.max(1e-3, 1 / (1 + step / 10));
}

interface FakeBatch {
  readonly rows: Tensor;
  readonly conditions: Tensor | undefined;
  readonly crossEntropy: Tensor | undefined;
}

function fakeBatch(
  { layout, generator }: { readonly layout: OutputLayout; readonly generator: Generator },
  feed: (name: string, shape: readonly number[]) => Tensor<"input">,
  o: StepOptions,
): FakeBatch {
  const noise = feed("noise", [o.batchSize, o.embeddingDim]);
  const depth = layout.conditionWidth;
  const index = depth === 0 ? undefined : feed("condition", [o.batchSize]);
  const conditions = index && oneHot(index, depth);
  const logits = generate(generator, index ? [noise, { index, depth }] : [noise]);
  const soft = layout.softmaxWidth;
  const parts: Tensor[] = [];
  const raw = slice(logits, 1, 0, soft);
  if (soft > 0) {
    const gumbel = feed("gumbel", [o.batchSize, soft]);
    parts.push(blockSoftmax(mul(add(raw, gumbel), 1 / temperature), layout.blockSizes));
  }
  if (layout.alphaCount > 0) parts.push(tanh(slice(logits, 1, soft, layout.width)));
  return {
    rows: concat(parts, 1),
    conditions,
    crossEntropy: conditions && conditionLoss(layout, slice(logits, 1, 0, layout.conditionWidth), conditions),
  };
}

/** Mean cross-entropy of the asked category under the logits of its column's block. */
function conditionLoss(layout: OutputLayout, logits: Tensor, conditions: Tensor): Tensor {
  const member = constant(membership(layout.blockSizes.slice(0, layout.conditionBlocks)), [
    layout.conditionWidth,
    layout.conditionBlocks,
  ]);
  const inBlock = matmul(matmul(conditions, member), member, { transB: true });
  const others = mul(sub(inBlock, 1), 1e6);
  return mul(sum(mul(conditions, logSoftmax(add(logits, others)))), -1 / logits.shape[0]!);
}
