import { openNativeGraph } from "../../../engine/nativeGraph.ts";
import type * as Ort from "../../../engine/onnxRuntime.ts";
import { type CircuitParameters, type CircuitShape, tableRows } from "../circuitModel.ts";
import { type BatchInputs, type Feeds, makeBatchInputs } from "./emBatches.ts";
import type { EmEngine, EmProblem, TokenColumns } from "./emEngine.ts";
import { emStepGraph, queryGraph } from "./emGraph.ts";
import { expectedStatistics } from "./initial.ts";

/** Two copies of everything a step changes: it reads one and writes the other. */
interface Side {
  readonly statistics: Feeds;
  readonly parameters: Feeds;
}

interface Sessions {
  readonly step: Ort.InferenceSession;
  readonly score: Ort.InferenceSession;
}

/** EM on onnxruntime: the whole step is one graph; only tokens go in, everything else stays in two sets of buffers. */
export async function openNativeEm(
  problem: EmProblem,
  options: { readonly threads: number; readonly batch: number },
): Promise<EmEngine> {
  const ort = await import("../../../engine/onnxRuntime.ts");
  const { shape, priors, smoothing, rows } = problem;
  const step = await openNativeGraph(emStepGraph(shape, priors, smoothing, rows), options.threads);
  const score = await openNativeGraph(queryGraph(shape, "logLikelihood"), options.threads);
  return new NativeEm(ort, { step, score }, problem, options.batch);
}

class NativeEm implements EmEngine {
  readonly #ort: typeof Ort;
  readonly #sessions: Sessions;
  readonly #shape: CircuitShape;
  readonly #tables: readonly number[];
  readonly #batch: number;
  readonly #batchInputs: (tokens: TokenColumns, index: Uint32Array, from: number, to: number) => BatchInputs;
  #now: Side;
  #next: Side;

  constructor(ort: typeof Ort, sessions: Sessions, { shape, start }: EmProblem, batch: number) {
    this.#ort = ort;
    this.#sessions = sessions;
    this.#shape = shape;
    this.#tables = tableRows(shape);
    this.#batch = batch;
    this.#batchInputs = makeBatchInputs(ort, shape, this.#tables, batch);
    this.#now = this.#makeSide();
    this.#next = this.#makeSide();
    fill(this.#now.parameters, start, true);
    fill(this.#now.statistics, expectedStatistics(shape, start), false);
  }

  async step(tokens: TokenColumns, index: Uint32Array, rate: number): Promise<number> {
    const size = index.length;
    const input = this.#batchInputs(tokens, index, 0, size);
    const feeds: Feeds = {
      ...this.#parameterFeeds(),
      ...input.index,
      ...input.hot,
      rate: this.#tensor(new Float32Array([rate]), []),
      perRow: this.#tensor(new Float32Array([1 / size]), []),
    };
    for (const [name, value] of Object.entries(this.#now.statistics)) feeds[`${name}_in`] = value;
    const logLikelihood = new Float32Array(size);
    const fetches: Feeds = {
      ...this.#next.statistics,
      logLikelihood: this.#tensor(logLikelihood, [size, 1]),
    };
    for (const [name, value] of Object.entries(this.#next.parameters))
      fetches[name === "root" ? "root" : `${name}_out`] = value;
    await this.#sessions.step.run(feeds, fetches);
    input.clear();
    [this.#now, this.#next] = [this.#next, this.#now];
    return logLikelihood.reduce((a, b) => a + b, 0) / size;
  }

  /** Averages over equal batches: statistics S_b at fixed parameters, so every batch starts from the same ones. */
  async fullStep(tokens: TokenColumns, index: Uint32Array): Promise<number> {
    const start = this.#parameterFeeds();
    let total = 0;
    for (let from = 0, t = 0; from < index.length; from += this.#batch, t++) {
      const to = Math.min(index.length, from + this.#batch);
      for (const [name, value] of Object.entries(start)) {
        if (t > 0) copyInto(this.#now.parameters, name, value);
        else start[name] = copyOf(this.#ort, value);
      }
      total += (to - from) * (await this.step(tokens, index.subarray(from, to), (to - from) / to));
    }
    return total / index.length;
  }

  async logLikelihood(tokens: TokenColumns, index: Uint32Array): Promise<Float64Array> {
    const out = new Float64Array(index.length);
    for (let from = 0; from < index.length; from += this.#batch) {
      const to = Math.min(index.length, from + this.#batch);
      const input = this.#batchInputs(tokens, index, from, to);
      const values = new Float32Array(to - from);
      await this.#sessions.score.run(
        { ...this.#parameterFeeds(), ...input.index },
        { logLikelihood: this.#tensor(values, [to - from, 1]) },
      );
      input.clear();
      out.set(values, from);
    }
    return out;
  }

  parameters(): CircuitParameters {
    const { parameters } = this.#now;
    const data = (name: string) => parameters[name]!.data as Float32Array;
    const k = this.#shape.states;
    return {
      root: data("root").slice(),
      transitions: this.#shape.hosted.map((_, v) =>
        v === 0 ? new Float32Array() : data(`transition${v}`).slice(),
      ),
      emissions: this.#shape.hosted.map((_, v) =>
        data(`logEmission${v}`)
          .subarray(0, this.#tables[v]! * k)
          .map(Math.exp),
      ),
    };
  }

  async dispose(): Promise<void> {
    await this.#sessions.step.release();
    await this.#sessions.score.release();
  }

  #tensor(data: Float32Array, dims: readonly number[]): Ort.Tensor {
    return new this.#ort.Tensor("float32", data, dims);
  }

  #makeSide(): Side {
    const k = this.#shape.states;
    const zeros = (rows: number): Ort.Tensor => this.#tensor(new Float32Array(rows * k), [rows, k]);
    const statistics: Feeds = { statRoot: zeros(1) };
    const parameters: Feeds = { root: zeros(1) };
    this.#tables.forEach((rows, v) => {
      if (v > 0) {
        statistics[`statTransition${v}`] = zeros(k);
        parameters[`transition${v}`] = zeros(k);
      }
      statistics[`statEmission${v}`] = zeros(rows);
      parameters[`logEmission${v}`] = zeros(rows + 1);
    });
    return { statistics, parameters };
  }

  #parameterFeeds(): Feeds {
    const feeds: Feeds = {};
    for (const [name, value] of Object.entries(this.#now.parameters))
      feeds[name === "root" ? "root_in" : name] = value;
    return feeds;
  }
}

function copyOf(ort: typeof Ort, value: Ort.Tensor): Ort.Tensor {
  return new ort.Tensor("float32", (value.data as Float32Array).slice(), value.dims);
}

function copyInto(parameters: Feeds, feedName: string, value: Ort.Tensor): void {
  const name = feedName === "root_in" ? "root" : feedName;
  (parameters[name]!.data as Float32Array).set(value.data as Float32Array);
}

function fill(feeds: Feeds, from: CircuitParameters, logs: boolean): void {
  const set = (name: string, values: Float32Array) => (feeds[name]!.data as Float32Array).set(values);
  set(logs ? "root" : "statRoot", from.root);
  from.emissions.forEach((e, v) => {
    if (v > 0) set(logs ? `transition${v}` : `statTransition${v}`, from.transitions[v]!);
    if (logs)
      set(
        `logEmission${v}`,
        e.map((x) => Math.log(x + 1e-30)),
      );
    else set(`statEmission${v}`, e);
  });
}
