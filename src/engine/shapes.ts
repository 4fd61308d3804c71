import { type OpAttributes, type OpName, type Shape, sizeOf } from "./tensor.ts";

/** The shape of an operator's output. @throws RangeError when the shapes do not fit */
export type ShapeRule<Op extends OpName> = (inputs: readonly Shape[], attributes: OpAttributes[Op]) => Shape;

export const shapeRules: { readonly [Op in OpName]: ShapeRule<Op> } = {
  input: leaf,
  constant: leaf,
  add: elementwise,
  sub: elementwise,
  mul: elementwise,
  div: elementwise,
  exp: same,
  log: same,
  sqrt: same,
  tanh: same,
  sin: same,
  cos: same,
  clamp: same,
  inside: same,
  leakyRelu: same,
  leakySlope: same,
  matmul: ([a, b], { transA, transB }) => {
    if (a!.length !== 2 || b!.length !== 2) throw misfit("matmul", [a!, b!]);
    const [m, k] = transA ? [a![1]!, a![0]!] : [a![0]!, a![1]!];
    const [k2, n] = transB ? [b![1]!, b![0]!] : [b![0]!, b![1]!];
    if (k !== k2) throw misfit("matmul", [a!, b!]);
    return [m, n];
  },
  reduceSum: ([x], { axes }) => x!.map((n, axis) => (axes.includes(axis) ? 1 : n)),
  broadcast: (_inputs, { shape }) => shape,
  reshape: ([x], { shape }) => {
    if (sizeOf(x!) !== sizeOf(shape)) throw misfit("reshape", [x!, shape]);
    return shape;
  },
  slice: ([x], { axis, start, end }) => {
    if (start < 0 || end > x![axis]! || start >= end) throw misfit(`slice ${start}:${end} of`, [x!]);
    return x!.map((n, i) => (i === axis ? end - start : n));
  },
  gatherRows: ([table, index]) => {
    if (table!.length !== 2 || index!.length !== 1) throw misfit("gatherRows", [table!, index!]);
    return [index![0]!, table![1]!];
  },
  scatterRows: ([values, index], { rows }) => {
    if (values!.length !== 2 || index!.length !== 1 || values![0] !== index![0])
      throw misfit("scatterRows", [values!, index!]);
    return [rows, values![1]!];
  },
  oneHot: ([index], { depth }) => [index![0]!, depth],
  concat: (parts, { axis }) => {
    const first = parts[0]!;
    for (const p of parts)
      if (p.length !== first.length || p.some((n, i) => i !== axis && n !== first[i]))
        throw misfit("concat", parts);
    return first.map((n, i) => (i === axis ? parts.reduce((total, p) => total + p[axis]!, 0) : n));
  },
  detach: same,
  logSoftmax: same,
  softmax: same,
  blockSoftmax: blocks,
  blockLogSoftmax: blocks,
  inverseDeviation: ([x]) => {
    if (x!.length !== 2) throw misfit("inverseDeviation", [x!]);
    return [1, x![1]!];
  },
  standardize: ([x]) => x!,
};

function leaf(): Shape {
  throw new RangeError("leaves are made by input() and constant()");
}

function blocks([x]: readonly Shape[], { sizes }: { readonly sizes: readonly number[] }): Shape {
  if (x!.length !== 2 || sizes.reduce((a, b) => a + b, 0) !== x![1]) throw misfit("block softmax", [x!]);
  return x!;
}

function same([x]: readonly Shape[]): Shape {
  return x!;
}

function elementwise([a, b]: readonly Shape[]): Shape {
  const rank = Math.max(a!.length, b!.length);
  return Array.from({ length: rank }, (_, i) => {
    const m = a![a!.length - rank + i] ?? 1;
    const n = b![b!.length - rank + i] ?? 1;
    if (m !== n && m !== 1 && n !== 1) throw misfit("elementwise", [a!, b!]);
    return Math.max(m, n);
  });
}

function misfit(op: string, shapes: readonly Shape[]): RangeError {
  return new RangeError(`${op}: shapes ${shapes.map((s) => `[${s.join(", ")}]`).join(" and ")} do not fit`);
}
