import {
  blockSoftmax,
  broadcast,
  concat,
  constant,
  cos,
  div,
  gatherRows,
  makeTensor,
  matmul,
  membership,
  mul,
  neg,
  oneHot,
  reshape,
  sin,
  slice,
  softmax,
  sub,
  sum,
} from "./functions.ts";

import type { Emitter } from "./onnx/emitter.ts";
import { type OpName, type Shape, sameShape, type Tensor } from "./tensor.ts";

/** All there is to know of an operator. */
export interface OpRule<Op extends OpName> {
  /** The gradient with respect to each input, given `g`, the one with respect to the output; null = none flows. */
  gradient(node: Tensor<Op>, g: Tensor): readonly (Tensor | null)[];
  /** Emits ONNX nodes and returns the name of the value. */
  onnx(emit: Emitter, node: Tensor<Op>, inputs: readonly string[]): string;
}

/** The operators the models use; nothing else can be in a graph. */
export const ops: { readonly [Op in OpName]: OpRule<Op> } = {
  input: {
    gradient: () => [],
    onnx: (_emit, node) => node.attributes.name,
  },
  constant: {
    gradient: () => [],
    onnx: (emit, node) => emit.floats(node.attributes.values, node.shape),
  },
  add: {
    gradient: (node, g) => [unbroadcast(g, node.inputs[0]!.shape), unbroadcast(g, node.inputs[1]!.shape)],
    onnx: (emit, _node, inputs) => emit.node("Add", inputs),
  },
  sub: {
    gradient: (node, g) => [
      unbroadcast(g, node.inputs[0]!.shape),
      unbroadcast(neg(g), node.inputs[1]!.shape),
    ],
    onnx: (emit, _node, inputs) => emit.node("Sub", inputs),
  },
  mul: {
    gradient: ({ inputs: [a, b] }, g) => [
      unbroadcast(mul(g, b!), a!.shape),
      unbroadcast(mul(g, a!), b!.shape),
    ],
    onnx: (emit, _node, inputs) => emit.node("Mul", inputs),
  },
  div: {
    gradient: (node, g) => {
      const [a, b] = node.inputs as [Tensor, Tensor];
      return [unbroadcast(div(g, b), a.shape), unbroadcast(neg(div(mul(g, node), b)), b.shape)];
    },
    onnx: (emit, _node, inputs) => emit.node("Div", inputs),
  },
  exp: {
    gradient: (node, g) => [mul(g, node)],
    onnx: (emit, _node, inputs) => emit.node("Exp", inputs),
  },
  log: {
    gradient: ({ inputs: [x] }, g) => [div(g, x!)],
    onnx: (emit, _node, inputs) => emit.node("Log", inputs),
  },
  sqrt: {
    gradient: (node, g) => [div(mul(g, 0.5), node)],
    onnx: (emit, _node, inputs) => emit.node("Sqrt", inputs),
  },
  tanh: {
    gradient: (node, g) => [mul(g, sub(1, mul(node, node)))],
    onnx: (emit, _node, inputs) => emit.node("Tanh", inputs),
  },
  sin: {
    gradient: ({ inputs: [x] }, g) => [mul(g, cos(x!))],
    onnx: (emit, _node, inputs) => emit.node("Sin", inputs),
  },
  cos: {
    gradient: ({ inputs: [x] }, g) => [neg(mul(g, sin(x!)))],
    onnx: (emit, _node, inputs) => emit.node("Cos", inputs),
  },
  clamp: {
    gradient: ({ inputs: [x], attributes }, g) => [mul(g, makeTensor("inside", [x!], attributes))],
    onnx: (emit, { attributes }, inputs) =>
      emit.node("Clip", [inputs[0]!, emit.scalar(attributes.min), emit.scalar(attributes.max)]),
  },
  inside: {
    gradient: () => [null],
    onnx: (emit, { attributes }, inputs) => {
      const above = emit.node("Greater", [inputs[0]!, emit.scalar(attributes.min)]);
      const below = emit.node("Less", [inputs[0]!, emit.scalar(attributes.max)]);
      return emit.node("Where", [emit.node("And", [above, below]), emit.scalar(1), emit.scalar(0)]);
    },
  },
  leakyRelu: {
    // the output has the sign of the input, so the input need not be kept
    gradient: (node, g) => [mul(g, makeTensor("leakySlope", [node], node.attributes))],
    onnx: (emit, { attributes }, inputs) =>
      attributes.slope === 0
        ? emit.node("Relu", inputs)
        : emit.node("LeakyRelu", inputs, { alpha: { float: attributes.slope } }),
  },
  leakySlope: {
    gradient: () => [null],
    // far from 0 either way, then clipped: Sign is many times slower
    onnx: (emit, { attributes: { slope } }, inputs) =>
      emit.node("Clip", [
        emit.node("Mul", [inputs[0]!, emit.scalar(3e38)]),
        emit.scalar(slope),
        emit.scalar(1),
      ]),
  },
  matmul: {
    gradient: ({ inputs, attributes: { transA, transB } }, g) => {
      const [a, b] = inputs as [Tensor, Tensor];
      return [
        transA ? matmul(b, g, { transA: transB, transB: true }) : matmul(g, b, { transB: !transB }),
        transB ? matmul(g, a, { transA: true, transB: transA }) : matmul(a, g, { transA: !transA }),
      ];
    },
    onnx: (emit, { attributes }, inputs) =>
      emit.node("Gemm", inputs, {
        transA: attributes.transA ? 1 : 0,
        transB: attributes.transB ? 1 : 0,
      }),
  },
  reduceSum: {
    gradient: ({ inputs: [x] }, g) => [broadcast(g, x!.shape)],
    onnx: (emit, { attributes }, inputs) =>
      emit.node("ReduceSum", [inputs[0]!, emit.ints(attributes.axes)], { keepdims: 1 }),
  },
  broadcast: {
    gradient: ({ inputs: [x] }, g) => [unbroadcast(g, x!.shape)],
    onnx: (emit, { attributes }, inputs) => emit.node("Expand", [inputs[0]!, emit.ints(attributes.shape)]),
  },
  reshape: {
    gradient: ({ inputs: [x] }, g) => [reshape(g, x!.shape)],
    onnx: (emit, { attributes }, inputs) => emit.node("Reshape", [inputs[0]!, emit.ints(attributes.shape)]),
  },
  slice: {
    // gradients.ts merges the slices of one tensor into one concat before it comes to this
    gradient: ({ inputs: [x], attributes: { axis, start, end } }, g) => {
      const zeros = (n: number): Tensor[] =>
        n === 0
          ? []
          : [
              constant(
                0,
                g.shape.map((m, i) => (i === axis ? n : m)),
              ),
            ];
      return [concat([...zeros(start), g, ...zeros(x!.shape[axis]! - end)], axis)];
    },
    onnx: (emit, { attributes: { axis, start, end } }, inputs) =>
      emit.node("Slice", [inputs[0]!, emit.ints([start]), emit.ints([end]), emit.ints([axis])]),
  },
  gatherRows: {
    // a product with the one-hot matrix is faster for a small table
    gradient: ({ inputs: [table, index] }, g) => {
      const rows = table!.shape[0]!;
      if (rows >= scatterFrom) return [makeTensor("scatterRows", [g, index!], { rows }), null];
      return [matmul(oneHot(index!, rows), g, { transA: true }), null];
    },
    onnx: (emit, _node, inputs) =>
      emit.node("Gather", [inputs[0]!, emit.node("Cast", [inputs[1]!], { to: 7 })], { axis: 0 }),
  },
  scatterRows: {
    gradient: ({ inputs: [, index] }, g) => [gatherRows(g, index!), null],
    // ScatterElements adds in order, so that the sums are the same each time
    onnx: (emit, { inputs: [values], shape }, inputs) => {
      const whole = emit.node("Cast", [inputs[1]!], { to: 7 });
      const column = emit.node("Reshape", [whole, emit.ints([-1, 1])]);
      const index = emit.node("Expand", [column, emit.ints(values!.shape)]);
      const zeros = emit.node("Expand", [emit.scalar(0), emit.ints(shape)]);
      return emit.node("ScatterElements", [zeros, index, inputs[0]!], {
        axis: 0,
        reduction: { text: "add" },
      });
    },
  },
  oneHot: {
    gradient: () => [null],
    onnx: (emit, { attributes }, inputs) => {
      const whole = emit.node("Cast", [inputs[0]!], { to: 7 });
      const values = emit.floats(Float32Array.of(0, 1), [2]);
      return emit.node("OneHot", [whole, emit.ints([attributes.depth]), values], { axis: 1 });
    },
  },
  concat: {
    gradient: ({ inputs, attributes: { axis } }, g) => {
      let start = 0;
      return inputs.map((part) => {
        start += part.shape[axis]!;
        return slice(g, axis, start - part.shape[axis]!, start);
      });
    },
    onnx: (emit, { attributes }, inputs) => emit.node("Concat", inputs, { axis: attributes.axis }),
  },
  detach: {
    gradient: () => [null],
    onnx: (_emit, _node, inputs) => inputs[0]!,
  },
  logSoftmax: {
    gradient: ({ inputs: [x] }, g) => [sub(g, mul(softmax(x!), sum(g, [g.shape.length - 1])))],
    onnx: (emit, _node, inputs) => emit.node("LogSoftmax", inputs, { axis: -1 }),
  },
  softmax: {
    gradient: (node, g) => {
      const inner = mul(g, node);
      return [sub(inner, mul(node, sum(inner, [node.shape.length - 1])))];
    },
    onnx: (emit, _node, inputs) => emit.node("Softmax", inputs, { axis: -1 }),
  },
  blockSoftmax: {
    gradient: (node, g) => {
      const inner = mul(g, node);
      return [sub(inner, mul(node, blockSums(inner, node.attributes.sizes)))];
    },
    onnx: (emit, node, inputs) => {
      const { terms, totals, spread } = emitBlockTerms(emit, node.attributes.sizes, inputs[0]!);
      return emit.node("Div", [terms, spread(totals)]);
    },
  },
  blockLogSoftmax: {
    gradient: ({ inputs: [x], attributes: { sizes } }, g) => [
      sub(g, mul(blockSoftmax(x!, sizes), blockSums(g, sizes))),
    ],
    onnx: (emit, node, inputs) => {
      const { centered, bounds, totals, spread } = emitBlockTerms(emit, node.attributes.sizes, inputs[0]!);
      const logTotals = emit.node("Add", [bounds, emit.node("Log", [totals])]);
      return emit.node("Sub", [centered, spread(logTotals)]);
    },
  },
  inverseDeviation: {
    gradient: (node, g) => {
      const x = node.inputs[0]!;
      const cube = mul(node, mul(node, node));
      const centered = sub(x, mul(sum(x, [0]), 1 / x.shape[0]!));
      return [mul(centered, mul(mul(g, cube), -1 / x.shape[0]!))];
    },
    onnx: (emit, { attributes }, inputs) => {
      const centered = emitCentered(emit, inputs[0]!);
      const variance = emit.node("ReduceMean", [emit.node("Mul", [centered, centered])], {
        axes: [0],
        keepdims: 1,
      });
      const deviation = emit.node("Sqrt", [emit.node("Add", [variance, emit.scalar(attributes.epsilon)])]);
      return emit.node("Div", [emit.scalar(1), deviation]);
    },
  },
  standardize: {
    // the whole dependence on x, the one through the second input (the inverse deviation of x) included
    gradient: (node, g) => {
      const n = node.shape[0]!;
      const gMean = mul(sum(g, [0]), 1 / n);
      const gyMean = mul(sum(mul(g, node), [0]), 1 / n);
      return [mul(sub(sub(g, gMean), mul(node, gyMean)), node.inputs[1]!), null];
    },
    onnx: (emit, _node, inputs) => emit.node("Mul", [emitCentered(emit, inputs[0]!), inputs[1]!]),
  },
};

/** Rows of a table from which on the gradient of a gather is a scatter. */
const scatterFrom = 512;

/** Sums a gradient over the axes along which its value was broadcast. */
function unbroadcast(g: Tensor, shape: Shape): Tensor {
  if (sameShape(g.shape, shape)) return g;
  const lead = g.shape.length - shape.length;
  const axes = g.shape.flatMap((n, axis) =>
    axis < lead || (n !== 1 && shape[axis - lead] === 1) ? [axis] : [],
  );
  return reshape(sum(g, axes), shape);
}

function emitCentered(emit: Emitter, x: string): string {
  return emit.memo(`centered ${x}`, () =>
    emit.node("Sub", [x, emit.node("ReduceMean", [x], { axes: [0], keepdims: 1 })]),
  );
}

/** Sums within blocks, at every column of the block. */
function blockSums(x: Tensor, sizes: readonly number[]): Tensor {
  const member = constant(membership(sizes), [x.shape[1]!, sizes.length]);
  return matmul(matmul(x, member), member, { transB: true });
}

/** The parts of a softmax within blocks: terms = exp(centered − bound of the block), totals their sums. */
interface BlockTerms {
  readonly centered: string;
  readonly terms: string;
  /** Per block. */
  readonly bounds: string;
  readonly totals: string;
  /** From one value per block to one per column. */
  spread(perBlock: string): string;
}

/**
 * All blocks at once: sums within blocks are products with the 0/1 membership matrix. Each block is first shifted by
 * 8·log Σ exp((x − block mean)/8), which lies between its maximum and 8·log(size) above it, so nothing overflows for
 * logits up to 700 above their mean and the largest term is far from underflow.
 */
function emitBlockTerms(emit: Emitter, sizes: readonly number[], x: string): BlockTerms {
  const shape = [sizes.reduce((a, b) => a + b, 0), sizes.length];
  const key = sizes.join(",");
  const member = emit.memo(`members ${key}`, () => emit.floats(membership(sizes), shape));
  const averaging = emit.memo(`averages ${key}`, () => emit.floats(membership(sizes, true), shape));
  const spread = (perBlock: string): string => emit.node("Gemm", [perBlock, member], { transB: 1 });
  const centered = emit.node("Sub", [x, spread(emit.node("Gemm", [x, averaging]))]);
  const softened = emit.node("Exp", [emit.node("Mul", [centered, emit.scalar(1 / 8)])]);
  const bounds = emit.node("Mul", [
    emit.node("Log", [emit.node("Gemm", [softened, member])]),
    emit.scalar(8),
  ]);
  const terms = emit.node("Exp", [emit.node("Sub", [centered, spread(bounds)])]);
  return { centered, terms, bounds, totals: emit.node("Gemm", [terms, member]), spread };
}
