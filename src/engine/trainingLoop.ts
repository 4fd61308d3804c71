import { emitGraph, type NamedOutput, valueInfo } from "./onnx/emitGraph.ts";
import { encodeModel } from "./onnx/encodeModel.ts";
import type * as ort from "./onnxRuntime.ts";
import { floatTensor, openSession, type SessionOptions } from "./session.ts";
import { type Shape, sizeOf, type Tensor, topologicalOrder } from "./tensor.ts";

/** A value carried from step to step. */
export interface LoopState {
  readonly current: Tensor<"input">;
  readonly next: Tensor;
  /** The value before the first step, which the loop takes over and overwrites; zeros if left out. */
  readonly initial?: Float32Array;
}

/** One training step as a graph: how the state changes, given the step's inputs, and what is measured of it. */
export interface LoopDefinition {
  readonly state: readonly LoopState[];
  readonly perStep: readonly Tensor<"input">[];
  readonly metrics: readonly NamedOutput[];
}

/**
 * Runs a training step many times inside onnxruntime: the step is the body of an ONNX Scan, so the state stays there
 * for a whole chunk of steps. A state is read from one buffer and written into another, which swap after a chunk; one
 * that nothing but its own next value depends on (a moment of Adam) is written where it was read.
 */
export class TrainingLoop {
  readonly #session: ort.InferenceSession;
  readonly #state: ReadonlyMap<string, Buffers>;
  readonly #perStep: readonly Tensor<"input">[];
  readonly #metrics: readonly { readonly name: string; readonly shape: Shape }[];

  private constructor(session: ort.InferenceSession, definition: LoopDefinition) {
    this.#session = session;
    const inPlace = statesInPlace(definition);
    this.#state = new Map(
      definition.state.map(({ current, initial }) => {
        const front = initial ?? new Float32Array(sizeOf(current.shape));
        const back = inPlace.has(current) ? front : new Float32Array(front.length);
        return [current.attributes.name, { front, back, shape: current.shape }];
      }),
    );
    this.#perStep = definition.perStep;
    this.#metrics = definition.metrics.map(({ name, value }) => ({ name, shape: value.shape }));
  }

  static async open(definition: LoopDefinition, options: SessionOptions): Promise<TrainingLoop> {
    return new TrainingLoop(await openSession(loopModel(definition), options), definition);
  }

  /**
   * Runs `steps` steps. `feeds` holds, for each per-step input, steps × its size values.
   * @returns per metric, steps × its size values
   */
  async run(steps: number, feeds: ReadonlyMap<string, Float32Array>): Promise<Map<string, Float32Array>> {
    const given: Record<string, ort.Tensor> = {};
    const wanted: Record<string, ort.Tensor> = {};
    for (const [name, { front, back, shape }] of this.#state) {
      given[name] = floatTensor(front, shape);
      wanted[nextName(name)] = floatTensor(back, shape);
    }
    for (const t of this.#perStep) {
      const values = feeds.get(t.attributes.name);
      const size = steps * sizeOf(t.shape);
      if (values === undefined || values.length < size)
        throw new RangeError(`training loop: input ${t.attributes.name} needs ${size} values`);
      given[t.attributes.name] = floatTensor(values.subarray(0, size), [steps, ...t.shape]);
    }
    const measured = new Map<string, Float32Array>();
    for (const { name, shape } of this.#metrics) {
      measured.set(name, new Float32Array(steps * sizeOf(shape)));
      wanted[name] = floatTensor(measured.get(name)!, [steps, ...shape]);
    }
    await this.#session.run(given, wanted);
    for (const buffers of this.#state.values()) [buffers.front, buffers.back] = [buffers.back, buffers.front];
    return measured;
  }

  /** The value of a state, by the name of its input. Valid until the next run. */
  read(name: string): Float32Array {
    const state = this.#state.get(name);
    if (state === undefined) throw new RangeError(`training loop: no state ${name}`);
    return state.front;
  }

  write(name: string, values: Float32Array): void {
    this.read(name).set(values);
  }

  /** Bytes of all states together. */
  get stateBytes(): number {
    let bytes = 0;
    for (const { front } of this.#state.values()) bytes += front.byteLength;
    return bytes;
  }

  /** Names of the states. */
  get names(): readonly string[] {
    return [...this.#state.keys()];
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}

/** The ONNX model of a loop: one Scan over the steps. */
function loopModel({ state, perStep, metrics }: LoopDefinition): Uint8Array {
  const inputs = [...state.map((s) => s.current), ...perStep];
  const body = emitGraph("step", inputs, [
    ...state.map((s) => ({ name: `step.${nextName(s.current.attributes.name)}`, value: s.next })),
    ...metrics.map((m) => ({ name: `step.${m.name}`, value: m.value })),
  ]);
  const stateInfos = state.map((s) => valueInfo(s.current.attributes.name, s.current.shape));
  const scanInfos = perStep.map((t) => valueInfo(t.attributes.name, ["steps", ...t.shape]));
  const outputs = [
    ...state.map((s) => valueInfo(nextName(s.current.attributes.name), s.current.shape)),
    ...metrics.map((m) => valueInfo(m.name, ["steps", ...m.value.shape])),
  ];
  return encodeModel({
    name: "training",
    input: [...stateInfos, ...scanInfos],
    output: outputs,
    initializer: [],
    node: [
      {
        op_type: "Scan",
        input: [...stateInfos, ...scanInfos].map((i) => i.name),
        output: outputs.map((o) => o.name),
        attribute: [
          { name: "body", type: 5, g: prefixed(body) },
          { name: "num_scan_inputs", type: 2, i: perStep.length },
        ],
      },
    ],
  });
}

/** The body's inputs under names of their own, so that they do not shadow those of the outer graph. */
function prefixed(body: ReturnType<typeof emitGraph>): ReturnType<typeof emitGraph> {
  const renamed = new Map(body.input.map((i) => [i.name, `step.in.${i.name}`]));
  return {
    ...body,
    input: body.input.map((i) => ({ ...i, name: renamed.get(i.name)! })),
    node: body.node.map((n) => ({ ...n, input: n.input.map((i) => renamed.get(i) ?? i) })),
  };
}

function nextName(name: string): string {
  return `${name}.next`;
}

interface Buffers {
  front: Float32Array;
  back: Float32Array;
  readonly shape: Shape;
}

/** States whose every reader comes before the node that makes their next value, because that depends on it. */
function statesInPlace({ state, metrics }: LoopDefinition): ReadonlySet<Tensor> {
  const all = topologicalOrder([...state.map((s) => s.next), ...metrics.map((m) => m.value)]);
  const readers = new Map<Tensor, Tensor[]>(state.map((s) => [s.current, []]));
  for (const t of all) for (const from of t.inputs) readers.get(from)?.push(t);
  const safe = state.filter(({ current, next }) => {
    const before = new Set(topologicalOrder([next]));
    return readers.get(current)!.every((t) => before.has(t));
  });
  return new Set(safe.map((s) => s.current));
}
