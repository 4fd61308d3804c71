import type { onnx as types } from "onnx-proto";
import * as proto from "onnx-proto";
import type * as Ort from "./onnxRuntime.ts";

// A CommonJS module: Node shows its exports under `default`, a bundler by name.
const { onnx } = (proto as { default?: typeof proto }).default ?? proto;

/** Names a value inside a graph. */
export type ValueName = string;

type Attribute = number | readonly number[] | { readonly float: number };

/**
 * Writes an ONNX graph by hand: for programs that are not neural networks and need no derivative.
 * Only opset-17 operators of the standard domain; float32 and int32 values; dimension names stand for sizes
 * known when the graph runs.
 */
export class NativeGraph {
  #nodes: types.INodeProto[] = [];
  #inputs: types.IValueInfoProto[] = [];
  #outputs: types.IValueInfoProto[] = [];
  #constants: types.ITensorProto[] = [];
  #scalars = new Map<number, ValueName>();
  #axes = new Map<number, ValueName>();
  #count = 0;

  input(name: string, dims: readonly (number | string)[], type: "float32" | "int32" = "float32"): ValueName {
    this.#inputs.push(valueInfo(name, dims, type));
    return name;
  }

  /** Makes a value an output of the graph, under a name of its own. */
  output(name: string, value: ValueName, dims: readonly (number | string)[]): void {
    this.#nodes.push({ opType: "Identity", input: [value], output: [name], name });
    this.#outputs.push(valueInfo(name, dims, "float32"));
  }

  constant(values: Float32Array, dims: readonly number[]): ValueName {
    const name = `c${this.#count++}`;
    this.#constants.push({
      name,
      dataType: onnx.TensorProto.DataType.FLOAT,
      dims: [...dims],
      rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice(),
    });
    return name;
  }

  indices(values: Int32Array): ValueName {
    const name = `c${this.#count++}`;
    this.#constants.push({
      name,
      dataType: onnx.TensorProto.DataType.INT32,
      dims: [values.length],
      rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice(),
    });
    return name;
  }

  scalar(value: number): ValueName {
    let name = this.#scalars.get(value);
    if (name === undefined) {
      name = this.constant(new Float32Array([value]), []);
      this.#scalars.set(value, name);
    }
    return name;
  }

  /** One node with one output. */
  op(
    opType: string,
    inputs: readonly ValueName[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): ValueName {
    const name = `v${this.#count++}`;
    this.#nodes.push({
      opType,
      name,
      input: [...inputs],
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
    return name;
  }

  add(a: ValueName, b: ValueName): ValueName {
    return this.op("Add", [a, b]);
  }
  sub(a: ValueName, b: ValueName): ValueName {
    return this.op("Sub", [a, b]);
  }
  mul(a: ValueName, b: ValueName): ValueName {
    return this.op("Mul", [a, b]);
  }
  div(a: ValueName, b: ValueName): ValueName {
    return this.op("Div", [a, b]);
  }

  /** op(A)·op(B) of two matrices; `transA`/`transB` as in BLAS. */
  gemm(a: ValueName, b: ValueName, trans: { readonly a?: boolean; readonly b?: boolean } = {}): ValueName {
    return this.op("Gemm", [a, b], { transA: trans.a ? 1 : 0, transB: trans.b ? 1 : 0 });
  }

  /** Sum over one axis, kept as size 1 unless `keep` is false. */
  sum(value: ValueName, axis: number, keep = true): ValueName {
    let axes = this.#axes.get(axis);
    if (axes === undefined) {
      axes = `axis${axis}`;
      this.#constants.push({
        name: axes,
        dataType: onnx.TensorProto.DataType.INT64,
        dims: [1],
        rawData: new Uint8Array(new BigInt64Array([BigInt(axis)]).buffer),
      });
      this.#axes.set(axis, axes);
    }
    return this.op("ReduceSum", [value, axes], { keepdims: keep ? 1 : 0 });
  }

  max(value: ValueName, axis: number): ValueName {
    return this.op("ReduceMax", [value], { axes: [axis], keepdims: 1 });
  }

  encode(): Uint8Array {
    return onnx.ModelProto.encode({
      irVersion: 8,
      opsetImport: [{ domain: "", version: 17 }],
      graph: {
        name: "graph",
        node: this.#nodes,
        input: this.#inputs,
        output: this.#outputs,
        initializer: this.#constants,
      },
    }).finish();
  }
}

/**
 * Opens a session on the processor. `threads` 1 gives the same bytes everywhere a given build runs.
 * Loads onnxruntime only when called, so that a machine without it can still use plain code.
 */
export async function openNativeGraph(graph: NativeGraph, threads: number): Promise<Ort.InferenceSession> {
  const ort = await import("./onnxRuntime.ts");
  return ort.InferenceSession.create(graph.encode(), {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
}

function valueInfo(
  name: string,
  dims: readonly (number | string)[],
  type: "float32" | "int32",
): types.IValueInfoProto {
  const elemType = type === "float32" ? onnx.TensorProto.DataType.FLOAT : onnx.TensorProto.DataType.INT32;
  const dim = dims.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function attribute(name: string, value: Attribute): types.IAttributeProto {
  const kinds = onnx.AttributeProto.AttributeType;
  if (typeof value === "number") return { name, type: kinds.INT, i: value };
  if ("float" in value) return { name, type: kinds.FLOAT, f: value.float };
  return { name, type: kinds.INTS, ints: [...value] };
}
