import type { AttributeProto, GraphProto, NodeProto, TensorProto } from "./onnxCodec.generated.js";

/** A number is an int attribute. */
export type AttributeValue =
  | number
  | readonly number[]
  | { readonly float: number }
  | { readonly text: string }
  | { readonly graph: GraphProto };

/** Collects ONNX nodes and initializers. */
export class Emitter {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #prefix: string;
  readonly #memo = new Map<string, string>();
  readonly #outputs = new Map<string, string>();
  #count = 0;

  /** Names start with `prefix`, so that graphs within graphs do not clash. */
  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  /** Adds a node with one output; a node that is there already (same type, inputs, attributes) is used again. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    return this.memo(
      `${opType}(${inputs.join(",")})${JSON.stringify(attributes)}`,
      () => this.nodeOutputs(opType, inputs, attributes, 1)[0]!,
    );
  }

  /** Adds a node with `outputs` outputs. */
  nodeOutputs(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>>,
    outputs: number,
  ): string[] {
    const names = Array.from({ length: outputs }, () => `${this.#prefix}${opType}_${this.#count++}`);
    this.nodes.push({
      input: [...inputs],
      output: names,
      name: names[0]!,
      op_type: opType,
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
    return names;
  }

  /** A float32 constant. */
  floats(values: Float32Array, dims: readonly number[]): string {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const make = (): string => this.#initializer(1, dims, bytes);
    return values.length <= 4 ? this.memo(`f32 ${dims.join("x")} ${values.join(",")}`, make) : make();
  }

  scalar(value: number): string {
    return this.floats(Float32Array.of(value), []);
  }

  /** An int64 vector. */
  ints(values: readonly number[]): string {
    return this.memo(`i64 ${values.join(",")}`, () =>
      this.#initializer(7, [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
    );
  }

  /** Gives a value the name of a graph output: the node that makes it writes it there, if it can. */
  output(name: string, value: string): void {
    const maker = this.nodes.find((n) => n.output.includes(value));
    if (maker === undefined || this.#outputs.has(value)) {
      this.nodes.push({ input: [value], output: [name], op_type: "Identity", attribute: [] });
      return;
    }
    this.#outputs.set(value, name);
  }

  /** The nodes, with outputs under their final names. */
  finish(): NodeProto[] {
    const final = (name: string): string => this.#outputs.get(name) ?? name;
    return this.nodes.map((n) => ({ ...n, input: n.input.map(final), output: n.output.map(final) }));
  }

  /** Makes a value once per key. */
  memo(key: string, make: () => string): string {
    let name = this.#memo.get(key);
    if (name === undefined) {
      name = make();
      this.#memo.set(key, name);
    }
    return name;
  }

  #initializer(dataType: number, dims: readonly number[], bytes: Uint8Array): string {
    const name = `${this.#prefix}const_${this.#count++}`;
    this.initializers.push({ dims: [...dims], data_type: dataType, name, raw_data: bytes });
    return name;
  }
}

/** The attribute of a node under its name; type numbers are those of ONNX. */
export function attribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === "number") return { name, i: value, type: 2 };
  if ("float" in value) return { name, f: value.float, type: 1 };
  if ("text" in value) return { name, s: new TextEncoder().encode(value.text), type: 3 };
  if ("graph" in value) return { name, g: value.graph, type: 5 };
  return { name, ints: [...value], type: 7 };
}
