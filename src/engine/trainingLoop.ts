import type * as ort from "onnxruntime-node";
import { emitGraph, type NamedOutput, valueInfo } from "./onnx/emitGraph.ts";
import { encodeModel } from "./onnx/encodeModel.ts";
import { floatTensor, openSession, type SessionOptions } from "./session.ts";
import { sizeOf, type Tensor } from "./tensor.ts";

/** A value carried from step to step. */
export interface LoopState {
  readonly current: Tensor<"input">;
  readonly next: Tensor;
  readonly initial: Float32Array;
}

/** One training step as a graph: how the state changes, given the step's inputs, and what is measured of it. */
export interface LoopDefinition {
  readonly state: readonly LoopState[];
  readonly perStep: readonly Tensor<"input">[];
  readonly metrics: readonly NamedOutput[];
}

/**
 * Runs a training step many times inside onnxruntime: the step is the body of an ONNX Scan, so the state stays there
 * for a whole chunk of steps. State is read from one set of buffers and written into another; they swap after a chunk.
 */
export class TrainingLoop {
  readonly #session: ort.InferenceSession;
  readonly #definition: LoopDefinition;
  #front: Float32Array[];
  #back: Float32Array[];

  private constructor(session: ort.InferenceSession, definition: LoopDefinition) {
    this.#session = session;
    this.#definition = definition;
    this.#front = definition.state.map((s) => Float32Array.from(s.initial));
    this.#back = definition.state.map((s) => new Float32Array(s.initial.length));
  }

  static async open(definition: LoopDefinition, options: SessionOptions): Promise<TrainingLoop> {
    return new TrainingLoop(await openSession(loopModel(definition), options), definition);
  }

  /**
   * Runs `steps` steps. `feeds` holds, for each per-step input, steps × its size values.
   * @returns per metric, steps × its size values
   */
  async run(steps: number, feeds: ReadonlyMap<string, Float32Array>): Promise<Map<string, Float32Array>> {
    const { state, perStep, metrics } = this.#definition;
    const given: Record<string, ort.Tensor> = {};
    const wanted: Record<string, ort.Tensor> = {};
    state.forEach(({ current }, i) => {
      given[current.attributes.name] = floatTensor(this.#front[i]!, current.shape);
      wanted[nextName(current)] = floatTensor(this.#back[i]!, current.shape);
    });
    for (const t of perStep) {
      const values = feeds.get(t.attributes.name);
      const size = steps * sizeOf(t.shape);
      if (values === undefined || values.length < size)
        throw new RangeError(`training loop: input ${t.attributes.name} needs ${size} values`);
      given[t.attributes.name] = floatTensor(values.subarray(0, size), [steps, ...t.shape]);
    }
    const measured = new Map<string, Float32Array>();
    for (const { name, value } of metrics) {
      measured.set(name, new Float32Array(steps * sizeOf(value.shape)));
      wanted[name] = floatTensor(measured.get(name)!, [steps, ...value.shape]);
    }
    await this.#session.run(given, wanted);
    [this.#front, this.#back] = [this.#back, this.#front];
    return measured;
  }

  /** The present value of a state, by the name of its input. Valid until the next run. */
  read(name: string): Float32Array {
    return this.#front[this.#index(name)]!;
  }

  /** Names of the states. */
  get names(): readonly string[] {
    return this.#definition.state.map((s) => s.current.attributes.name);
  }

  write(name: string, values: Float32Array): void {
    this.#front[this.#index(name)]!.set(values);
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  #index(name: string): number {
    const index = this.#definition.state.findIndex((s) => s.current.attributes.name === name);
    if (index < 0) throw new RangeError(`training loop: no state ${name}`);
    return index;
  }
}

/** The ONNX model of a loop: one Scan over the steps. */
export function loopModel({ state, perStep, metrics }: LoopDefinition): Uint8Array {
  const inputs = [...state.map((s) => s.current), ...perStep];
  const body = emitGraph("step", inputs, [
    ...state.map((s) => ({ name: `step.${nextName(s.current)}`, value: s.next })),
    ...metrics.map((m) => ({ name: `step.${m.name}`, value: m.value })),
  ]);
  const stateInfos = state.map((s) => valueInfo(s.current.attributes.name, s.current.shape));
  const scanInfos = perStep.map((t) => valueInfo(t.attributes.name, ["steps", ...t.shape]));
  const outputs = [
    ...state.map((s) => valueInfo(nextName(s.current), s.current.shape)),
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

function nextName(current: Tensor<"input">): string {
  return `${current.attributes.name}.next`;
}
