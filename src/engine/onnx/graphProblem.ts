import { PbfReader, PbfWriter } from "pbf";
import {
  type GraphProto,
  type ModelProto,
  type NodeProto,
  readModelProto,
  type TensorProto,
  writeModelProto,
} from "./onnxCodec.generated.js";
import { type Dims, type Rules, shapeRules, type Value } from "./shapeRules.ts";

/** What a graph must take and give; "rows" is any number. */
export interface GraphSignature {
  readonly inputs: Readonly<Record<string, Dims>>;
  /** Columns of each output, whose rows are free. */
  readonly outputs: Readonly<Record<string, number>>;
}

/** Columns of all values of a graph together, beyond those of its inputs, outputs and constants. */
const maxColumns = 65_536;

/**
 * Returns what is wrong with an ONNX model from elsewhere, undefined when nothing is: it must be what `encodeModel` writes,
 * to the byte, so that it holds no external data and no field that is not looked at; of operators that have a shape
 * rule; of finite numbers; with the inputs and outputs of the signature, and no intermediate value wider than a network needs.
 */
export function graphProblem(bytes: Uint8Array, signature: GraphSignature): string | undefined {
  try {
    const model = readModelProto(new PbfReader(bytes));
    if (!isCanonical(model, bytes)) return "it holds more than a graph that SynData writes";
    const versions = model.opset_import.map(({ domain, version }) => `${domain}${version}`).join();
    if (model.ir_version !== 8 || versions !== "17") return "it is of another version of ONNX";
    checkShapes(model.graph, signature);
    return undefined;
  } catch (error) {
    return error instanceof RangeError ? error.message : "it is no ONNX model";
  }
}

function isCanonical(model: ModelProto, bytes: Uint8Array): boolean {
  const pbf = new PbfWriter();
  writeModelProto(model, pbf);
  const written = pbf.finish();
  return written.length === bytes.length && written.every((byte, i) => byte === bytes[i]);
}

function checkShapes(graph: GraphProto, { inputs, outputs }: GraphSignature): void {
  const values = new Map<string, Value>();
  const define = (name: string, value: Value): void => {
    if (values.has(name)) throw new RangeError(`the value ${name} is made twice`);
    values.set(name, value);
  };
  for (const tensor of graph.initializer) define(tensor.name, readConstant(tensor));
  expectNames("inputs", graph.input, Object.keys(inputs));
  for (const [name, dims] of Object.entries(inputs)) define(name, { dims });
  let room = maxColumns;
  for (const list of [...values.values()]) room += 4 * columnsOf(list.dims);
  for (const columns of Object.values(outputs)) room += 16 * columns;
  for (const node of graph.node) {
    const value = valueMade(node, values);
    room -= columnsOf(value.dims);
    if (room < 0) throw new RangeError("its values are wider than a network of its size needs");
    define(node.output[0]!, value);
  }
  expectNames("outputs", graph.output, Object.keys(outputs));
  for (const [name, columns] of Object.entries(outputs)) {
    const dims = values.get(name)?.dims ?? [];
    if (dims.length !== 2 || dims[0] !== "rows" || dims[1] !== columns)
      throw new RangeError(`its output ${name} is not rows × ${columns}`);
  }
}

function valueMade(node: NodeProto, values: ReadonlyMap<string, Value>): Value {
  const rule = Object.hasOwn(shapeRules, node.op_type) ? shapeRules[node.op_type as keyof Rules] : undefined;
  if (rule === undefined || (node.domain ?? "") !== "")
    throw new RangeError(
      `it uses the operator ${(node.domain ?? "") === "" ? "" : `${node.domain}.`}${node.op_type}`,
    );
  if (node.output.length !== 1)
    throw new RangeError(`a node ${node.op_type} has ${node.output.length} outputs`);
  const given = node.input.map((name) => {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`the value ${name} is used before it is made`);
    return value;
  });
  const attributes = new Map(node.attribute.map((a) => [a.name, a]));
  if (node.attribute.some((a) => a.t !== undefined || a.g !== undefined))
    throw new RangeError(`a node ${node.op_type} holds a graph or a tensor`);
  const number = (name: string, otherwise: number): number => {
    const found = attributes.get(name);
    return found === undefined ? otherwise : found.type === 1 ? (found.f ?? 0) : (found.i ?? 0);
  };
  return { dims: rule(given, number) };
}

function readConstant({ name, dims, data_type: type, raw_data: bytes }: TensorProto): Value {
  const size = dims.reduce((n, d) => n * d, 1);
  const width = type === 1 ? 4 : type === 7 ? 8 : 0;
  if (width === 0 || dims.some((d) => !(d >= 0)) || dims.length > 2 || bytes?.length !== size * width)
    throw new RangeError(`the constant ${name} is not what its shape says`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 7)
    return { dims, whole: Array.from({ length: size }, (_, i) => Number(view.getBigInt64(8 * i, true))) };
  for (let i = 0; i < size; i++)
    if (!Number.isFinite(view.getFloat32(4 * i, true)))
      throw new RangeError(`number ${i + 1} of the constant ${name} is not finite`);
  return { dims };
}

function expectNames(
  what: string,
  found: readonly { readonly name: string }[],
  wanted: readonly string[],
): void {
  const names = found.map((f) => f.name);
  if ([...names].sort().join("\n") !== [...wanted].sort().join("\n"))
    throw new RangeError(`its ${what} are ${names.join(", ") || "none"} instead of ${wanted.join(", ")}`);
}

/** All but the rows, which every value has. */
function columnsOf(dims: Dims): number {
  return dims.reduce<number>((n, d) => (d === "rows" ? n : n * Math.max(1, d)), 1);
}
