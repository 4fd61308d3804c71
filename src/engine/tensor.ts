/** Sizes of the axes; all static. */
export type Shape = readonly number[];

/** Attributes of every operator; the keys are the operators there are. */
export interface OpAttributes {
  readonly input: { readonly name: string };
  readonly constant: { readonly values: Float32Array };
  readonly add: NoAttributes;
  readonly sub: NoAttributes;
  readonly mul: NoAttributes;
  readonly div: NoAttributes;
  readonly exp: NoAttributes;
  readonly log: NoAttributes;
  readonly sqrt: NoAttributes;
  readonly tanh: NoAttributes;
  readonly sin: NoAttributes;
  readonly cos: NoAttributes;
  readonly clamp: { readonly min: number; readonly max: number };
  /** 1 where min < x < max, else 0. */
  readonly inside: { readonly min: number; readonly max: number };
  /** slope 0 is ReLU. */
  readonly leakyRelu: { readonly slope: number };
  /** The slope of leakyRelu, told from its output: 1 where y > 0, else slope. */
  readonly leakySlope: { readonly slope: number };
  /** Two matrices, each optionally transposed. */
  readonly matmul: { readonly transA: boolean; readonly transB: boolean };
  /** Keeps the reduced axes with size 1. */
  readonly reduceSum: { readonly axes: readonly number[] };
  readonly broadcast: { readonly shape: Shape };
  readonly reshape: { readonly shape: Shape };
  /** Rows start … end − 1 of one axis. */
  readonly slice: { readonly axis: number; readonly start: number; readonly end: number };
  /** Row index[i] of a matrix, for each i; index is a vector of whole numbers. */
  readonly gatherRows: NoAttributes;
  /** The sum of the rows i of the first input with index[i] = r, for each of `rows` rows r. */
  readonly scatterRows: { readonly rows: number };
  /** [n, depth]: 1 at index[i] in row i, else 0. */
  readonly oneHot: { readonly depth: number };
  readonly concat: { readonly axis: number };
  /** The value, as a constant to differentiation. */
  readonly detach: NoAttributes;
  /** Over the last axis. */
  readonly logSoftmax: NoAttributes;
  /** Over the last axis. */
  readonly softmax: NoAttributes;
  /** Softmax within consecutive blocks of the last axis of a matrix; the sizes sum to it. */
  readonly blockSoftmax: { readonly sizes: readonly number[] };
  /** Its logarithm. */
  readonly blockLogSoftmax: { readonly sizes: readonly number[] };
  /** 1 / √(variance + epsilon) of each column of a matrix, over its rows (biased variance). */
  readonly inverseDeviation: { readonly epsilon: number };
  /** (x − mean of its column) · s, where s, the second input, is the inverse deviation of x. */
  readonly standardize: NoAttributes;
}

export type NoAttributes = Readonly<Record<never, never>>;
export type OpName = keyof OpAttributes;

/** A value of the graph: what made it, from what, and its shape. Immutable, so the graph is acyclic. */
export interface Tensor<Op extends OpName = OpName> {
  readonly op: Op;
  readonly inputs: readonly Tensor[];
  readonly attributes: OpAttributes[Op];
  readonly shape: Shape;
}

/** Narrows a tensor to the ones made by `op`. */
export function isOp<Op extends OpName>(tensor: Tensor, op: Op): tensor is Tensor<Op> {
  return tensor.op === op;
}

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** Every tensor the outputs depend on, inputs before users. */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = [];
  const state = new Map<Tensor, boolean>();
  const stack: Tensor[] = [...outputs].reverse();
  while (stack.length > 0) {
    const t = stack[stack.length - 1]!;
    const seen = state.get(t);
    if (seen === undefined) {
      state.set(t, false);
      for (let i = t.inputs.length - 1; i >= 0; i--) {
        if (!state.has(t.inputs[i]!)) stack.push(t.inputs[i]!);
      }
    } else {
      stack.pop();
      if (!seen) {
        state.set(t, true);
        order.push(t);
      }
    }
  }
  return order;
}
