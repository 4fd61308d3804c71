import { type AttributeValue, attribute } from "./onnx/emitter.ts";
import { encodeModel } from "./onnx/encodeModel.ts";
import type { NodeProto, TensorProto, ValueInfoProto } from "./onnx/onnxCodec.generated.js";
import type * as Ort from "./onnxRuntime.ts";

/** Types of values, as ONNX numbers them. */
const elementTypes = { float32: 1, int32: 6, int64: 7 } as const;

/** Names a value inside a graph. */
export type ValueName = string;

/**
 * Writes an ONNX graph by hand: for programs that are not neural networks and need no derivative.
 * Only opset-17 operators of the standard domain; float32 and int32 values; dimension names stand for sizes
 * known when the graph runs.
 */
export class NativeGraph {
  #nodes: NodeProto[] = [];
  #inputs: ValueInfoProto[] = [];
  #outputs: ValueInfoProto[] = [];
  #constants: TensorProto[] = [];
  #scalars = new Map<number, ValueName>();
  #axes = new Map<number, ValueName>();
  #count = 0;

  input(name: string, dims: readonly (number | string)[], type: "float32" | "int32" = "float32"): ValueName {
    this.#inputs.push(valueInfo(name, dims, type));
    return name;
  }

  /** Makes a value an output of the graph, under a name of its own. */
  output(name: string, value: ValueName, dims: readonly (number | string)[]): void {
    this.#nodes.push({ op_type: "Identity", input: [value], output: [name], name, attribute: [] });
    this.#outputs.push(valueInfo(name, dims, "float32"));
  }

  constant(values: Float32Array, dims: readonly number[]): ValueName {
    const name = `c${this.#count++}`;
    this.#constants.push({
      name,
      data_type: elementTypes.float32,
      dims: [...dims],
      raw_data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice(),
    });
    return name;
  }

  indices(values: Int32Array): ValueName {
    const name = `c${this.#count++}`;
    this.#constants.push({
      name,
      data_type: elementTypes.int32,
      dims: [values.length],
      raw_data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice(),
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
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): ValueName {
    const name = `v${this.#count++}`;
    this.#nodes.push({
      op_type: opType,
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
        data_type: elementTypes.int64,
        dims: [1],
        raw_data: new Uint8Array(new BigInt64Array([BigInt(axis)]).buffer),
      });
      this.#axes.set(axis, axes);
    }
    return this.op("ReduceSum", [value, axes], { keepdims: keep ? 1 : 0 });
  }

  max(value: ValueName, axis: number): ValueName {
    return this.op("ReduceMax", [value], { axes: [axis], keepdims: 1 });
  }

  encode(): Uint8Array {
    return encodeModel({
      name: "graph",
      node: this.#nodes,
      input: this.#inputs,
      output: this.#outputs,
      initializer: this.#constants,
    });
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
): ValueInfoProto {
  const dim = dims.map((d) => (typeof d === "number" ? { dim_value: d } : { dim_param: d }));
  return { name, type: { tensor_type: { elem_type: elementTypes[type], shape: { dim } } } };
}
