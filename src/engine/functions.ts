import { shapeRules } from "./shapes.ts";
import { type OpAttributes, type OpName, type Shape, sameShape, sizeOf, type Tensor } from "./tensor.ts";

/** A value fed when the graph runs. Names are unique within a graph. */
export function input(name: string, shape: Shape): Tensor<"input"> {
  return { op: "input", inputs: [], attributes: { name }, shape };
}

/** @throws RangeError if there are not as many values as the shape holds */
export function constant(values: Float32Array | number, shape: Shape = []): Tensor<"constant"> {
  const data = typeof values === "number" ? new Float32Array(sizeOf(shape)).fill(values) : values;
  if (data.length !== sizeOf(shape))
    throw new RangeError(`constant: ${data.length} values for shape [${shape.join(", ")}]`);
  return { op: "constant", inputs: [], attributes: { values: data }, shape };
}

type Operand = Tensor | number;

export function add(a: Operand, b: Operand): Tensor {
  if (isZero(a) && fits(b, a)) return b;
  if (isZero(b) && fits(a, b)) return a;
  return makeTensor("add", [lift(a), lift(b)], {});
}

export function sub(a: Operand, b: Operand): Tensor {
  if (isZero(b) && fits(a, b)) return a;
  return makeTensor("sub", [lift(a), lift(b)], {});
}

/** Products with the scalars 1 and of scalars are folded. */
export function mul(a: Operand, b: Operand): Tensor {
  if (isOne(a) && typeof b !== "number") return b;
  if (isOne(b) && typeof a !== "number") return a;
  const x = lift(a);
  const y = lift(b);
  const [scalar, other] = scalarValue(x) !== undefined ? [x, y] : [y, x];
  const k = scalarValue(scalar);
  if (k !== undefined && other.op === "mul") {
    const inner = scalarValue(other.inputs[1]!);
    if (inner !== undefined) return mul(other.inputs[0]!, inner * k);
  }
  return k !== undefined ? makeTensor("mul", [other, scalar], {}) : makeTensor("mul", [x, y], {});
}

export function div(a: Operand, b: Operand): Tensor {
  if (isOne(b) && typeof a !== "number") return a;
  return makeTensor("div", [lift(a), lift(b)], {});
}

export function neg(a: Tensor): Tensor {
  return mul(a, -1);
}

export function square(a: Tensor): Tensor {
  return makeTensor("mul", [a, a], {});
}

export function exp(x: Tensor): Tensor {
  return makeTensor("exp", [x], {});
}

export function log(x: Tensor): Tensor {
  return makeTensor("log", [x], {});
}

export function sqrt(x: Tensor): Tensor {
  return makeTensor("sqrt", [x], {});
}

export function tanh(x: Tensor): Tensor {
  return makeTensor("tanh", [x], {});
}

export function sin(x: Tensor): Tensor {
  return makeTensor("sin", [x], {});
}

export function cos(x: Tensor): Tensor {
  return makeTensor("cos", [x], {});
}

export function clamp(x: Tensor, min: number, max: number): Tensor {
  return makeTensor("clamp", [x], { min, max });
}

export function leakyRelu(x: Tensor, slope: number): Tensor {
  return makeTensor("leakyRelu", [x], { slope });
}

export function relu(x: Tensor): Tensor {
  return leakyRelu(x, 0);
}

/** a·b of two matrices, each transposed first if so asked. */
export function matmul(a: Tensor, b: Tensor, options: { transA?: boolean; transB?: boolean } = {}): Tensor {
  return makeTensor("matmul", [a, b], { transA: options.transA ?? false, transB: options.transB ?? false });
}

/** Sum over the axes (all of them if not given), kept with size 1. */
export function sum(x: Tensor, axes: readonly number[] = x.shape.map((_, i) => i)): Tensor {
  const long = axes.filter((axis) => x.shape[axis] !== 1);
  return long.length === 0 ? x : makeTensor("reduceSum", [x], { axes: long });
}

/** Mean over the axes (all of them if not given), kept with size 1. */
export function mean(x: Tensor, axes: readonly number[] = x.shape.map((_, i) => i)): Tensor {
  return mul(sum(x, axes), 1 / axes.reduce((n, axis) => n * x.shape[axis]!, 1));
}

export function broadcast(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : makeTensor("broadcast", [x], { shape });
}

export function reshape(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : makeTensor("reshape", [x], { shape });
}

export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  return start === 0 && end === x.shape[axis] ? x : makeTensor("slice", [x], { axis, start, end });
}

export function concat(parts: readonly Tensor[], axis: number): Tensor {
  return parts.length === 1 ? parts[0]! : makeTensor("concat", parts, { axis });
}

/** The value of x, through which no gradient flows. */
export function detach(x: Tensor): Tensor {
  return makeTensor("detach", [x], {});
}

/** Rows of a matrix by a vector of their numbers: oneHot(index)·table, without the product. */
export function gatherRows(table: Tensor, index: Tensor): Tensor {
  return makeTensor("gatherRows", [table, index], {});
}

export function oneHot(index: Tensor, depth: number): Tensor {
  return makeTensor("oneHot", [index], { depth });
}

export function logSoftmax(x: Tensor): Tensor {
  return makeTensor("logSoftmax", [x], {});
}

export function softmax(x: Tensor): Tensor {
  return makeTensor("softmax", [x], {});
}

export function blockSoftmax(x: Tensor, sizes: readonly number[]): Tensor {
  return makeTensor("blockSoftmax", [x], { sizes });
}

export function blockLogSoftmax(x: Tensor, sizes: readonly number[]): Tensor {
  return makeTensor("blockLogSoftmax", [x], { sizes });
}

/** Columns of a matrix to mean 0, variance 1 over its rows: what batch normalization does in training. */
export function standardize(x: Tensor, epsilon: number): Tensor {
  return makeTensor("standardize", [x, makeTensor("inverseDeviation", [x], { epsilon })], {});
}

/** The value of a constant scalar, else undefined. */
export function scalarValue(x: Tensor): number | undefined {
  return x.op === "constant" && sizeOf(x.shape) === 1 && x.shape.length === 0
    ? (x as Tensor<"constant">).attributes.values[0]
    : undefined;
}

function lift(x: Operand): Tensor {
  return typeof x === "number" ? constant(x) : x;
}

function isZero(x: Operand): boolean {
  return x === 0 || (typeof x !== "number" && scalarValue(x) === 0);
}

function isOne(x: Operand): boolean {
  return x === 1 || (typeof x !== "number" && scalarValue(x) === 1);
}

/** Adding a scalar zero to a tensor leaves it as it is. */
function fits(x: Operand, _zero: Operand): x is Tensor {
  return typeof x !== "number";
}

/** @throws RangeError when the shapes do not fit the operator */
export function makeTensor<Op extends OpName>(
  op: Op,
  inputs: readonly Tensor[],
  attributes: OpAttributes[Op],
): Tensor<Op> {
  const shape = shapeRules[op](
    inputs.map((t) => t.shape),
    attributes,
  );
  return { op, inputs, attributes, shape };
}

/** Width × blocks: 1 (or 1/size) where the column is in the block. */
export function membership(sizes: readonly number[], average = false): Float32Array {
  const width = sizes.reduce((a, b) => a + b, 0);
  const values = new Float32Array(width * sizes.length);
  let column = 0;
  sizes.forEach((size, block) => {
    for (let i = 0; i < size; i++, column++) values[column * sizes.length + block] = average ? 1 / size : 1;
  });
  return values;
}
