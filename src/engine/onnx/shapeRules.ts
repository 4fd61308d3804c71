/** Sizes of a value; "rows": as many as there are rows. */
export type Dims = readonly (number | "rows")[];

export interface Value {
  readonly dims: Dims;
  /** The numbers of a constant of whole numbers. */
  readonly whole?: readonly number[];
}

type Rule = (inputs: readonly Value[], attribute: (name: string, otherwise: number) => number) => Dims;

/** Shape of what each operator of a saved network makes of its inputs; they throw a RangeError where that cannot be. */
export const shapeRules = {
  Add: elementwise,
  Sub: elementwise,
  Mul: elementwise,
  Div: elementwise,
  Cast: (inputs, attribute) => {
    if (attribute("to", 0) !== 7) throw new RangeError("Cast to another type");
    return same(inputs);
  },
  Clip: (inputs) => {
    if (inputs.slice(1).some(({ dims }) => dims.length > 0)) throw new RangeError("Clip to no number");
    return inputs[0]?.dims ?? refuse("Clip");
  },
  Concat: (inputs, attribute) => {
    const axis = attribute("axis", -1);
    const [first] = inputs;
    if (first === undefined || axis !== 1) return refuse("Concat");
    let columns = 0;
    for (const { dims } of inputs) {
      if (dims.length !== 2 || dims[0] !== first.dims[0] || typeof dims[1] !== "number")
        return refuse("Concat");
      columns += dims[1];
    }
    return [first.dims[0]!, columns];
  },
  Cos: same,
  Exp: same,
  Gather: ([data, index], attribute) => {
    if (data?.dims.length !== 2 || index?.dims.length !== 1 || attribute("axis", 0) !== 0)
      return refuse("Gather");
    return [index.dims[0]!, data.dims[1]!];
  },
  Gemm: ([a, b, c], attribute) => {
    if (a?.dims.length !== 2 || b?.dims.length !== 2) return refuse("Gemm");
    const [m, k] = attribute("transA", 0) === 1 ? [a.dims[1]!, a.dims[0]!] : [a.dims[0]!, a.dims[1]!];
    const [inner, n] = attribute("transB", 0) === 1 ? [b.dims[1]!, b.dims[0]!] : [b.dims[0]!, b.dims[1]!];
    if (k !== inner) return refuse("Gemm");
    const fits = c === undefined || c.dims.every((d, i) => d === 1 || d === [m, n][i + 2 - c.dims.length]);
    return fits ? [m, n] : refuse("Gemm");
  },
  Identity: same,
  LeakyRelu: same,
  Log: same,
  Relu: same,
  Sin: same,
  Slice: ([data, starts, ends, axes]) => {
    const [from, to, axis] = [starts?.whole, ends?.whole, axes?.whole];
    if (data?.dims.length !== 2 || from?.length !== 1 || to?.length !== 1 || axis?.[0] !== 1)
      return refuse("Slice");
    const [rows, columns] = data.dims as [number | "rows", number | "rows"];
    if (!(from[0]! >= 0 && from[0]! <= to[0]! && to[0]! <= Number(columns))) return refuse("Slice");
    return [rows, to[0]! - from[0]!];
  },
  Softmax: same,
  Sqrt: same,
  Tanh: same,
} satisfies Record<string, Rule>;

export type Rules = typeof shapeRules;

function same(inputs: readonly Value[]): Dims {
  return inputs.length === 1 ? inputs[0]!.dims : refuse("an operator of one input");
}

function elementwise([a, b]: readonly Value[]): Dims {
  if (a === undefined || b === undefined) return refuse("an operator of two inputs");
  const length = Math.max(a.dims.length, b.dims.length);
  return Array.from({ length }, (_, i) => {
    const x = a.dims[i - length + a.dims.length] ?? 1;
    const y = b.dims[i - length + b.dims.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return refuse("an operator of two inputs");
    return x === 1 ? y : x;
  });
}

function refuse(what: string): never {
  throw new RangeError(`${what} of shapes that do not fit`);
}
