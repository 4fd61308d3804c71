import type * as Ort from "onnxruntime-node";
import { openNativeGraph } from "../../../engine/nativeGraph.ts";
import { type CircuitParameters, type CircuitShape, tableRows } from "../circuitModel.ts";
import type { EmEngine, TokenColumns } from "./emEngine.ts";
import { emStepGraph, queryGraph } from "./emGraph.ts";
import { expectedStatistics } from "./initial.ts";
import type { Smoothing, TablePrior } from "./prior.ts";

type Feeds = Record<string, Ort.Tensor>;

/** Two copies of everything a step changes: it reads one and writes the other. */
interface Side {
  readonly statistics: Feeds;
  readonly parameters: Feeds;
}

/** EM on onnxruntime: the whole step is one graph; only tokens go in, everything else stays in two sets of buffers. */
export async function openNativeEm(
  shape: CircuitShape,
  priors: readonly TablePrior[],
  smoothing: Smoothing,
  rows: number,
  start: CircuitParameters,
  options: { readonly threads: number; readonly batch: number },
): Promise<EmEngine> {
  const ort = await import("onnxruntime-node");
  const stepSession = await openNativeGraph(emStepGraph(shape, priors, smoothing, rows), options.threads);
  const scoreSession = await openNativeGraph(queryGraph(shape, "logLikelihood"), options.threads);
  const k = shape.states;
  const tables = tableRows(shape);
  const tensor = (data: Float32Array, dims: readonly number[]) => new ort.Tensor("float32", data, dims);

  const makeSide = (): Side => {
    const statistics: Feeds = { statRoot: tensor(new Float32Array(k), [1, k]) };
    const parameters: Feeds = { root: tensor(new Float32Array(k), [1, k]) };
    shape.hosted.forEach((_, v) => {
      const n = tables[v]!;
      if (v > 0) {
        statistics[`statTransition${v}`] = tensor(new Float32Array(k * k), [k, k]);
        parameters[`transition${v}`] = tensor(new Float32Array(k * k), [k, k]);
      }
      statistics[`statEmission${v}`] = tensor(new Float32Array(n * k), [n, k]);
      parameters[`logEmission${v}`] = tensor(new Float32Array((n + 1) * k), [n + 1, k]);
    });
    return { statistics, parameters };
  };
  let now = makeSide();
  let next = makeSide();
  fill(now.parameters, start, true);
  fill(now.statistics, expectedStatistics(shape, start), false);

  const batchInputs = makeBatchInputs(ort, shape, tables, options.batch);
  const parameterFeeds = (): Feeds => {
    const feeds: Feeds = {};
    for (const [name, value] of Object.entries(now.parameters))
      feeds[name === "root" ? "root_in" : name] = value;
    return feeds;
  };

  const step = async (
    tokens: TokenColumns,
    index: Uint32Array,
    from: number,
    to: number,
    rate: number,
  ): Promise<number> => {
    const size = to - from;
    const input = batchInputs(tokens, index, from, to);
    const feeds: Feeds = {
      ...parameterFeeds(),
      ...input.index,
      ...input.hot,
      rate: tensor(new Float32Array([rate]), []),
      perRow: tensor(new Float32Array([1 / size]), []),
    };
    for (const [name, value] of Object.entries(now.statistics)) feeds[`${name}_in`] = value;
    const logLikelihood = new Float32Array(size);
    const fetches: Feeds = { ...next.statistics, logLikelihood: tensor(logLikelihood, [size, 1]) };
    for (const [name, value] of Object.entries(next.parameters))
      fetches[name === "root" ? "root" : `${name}_out`] = value;
    await stepSession.run(feeds, fetches);
    input.clear();
    [now, next] = [next, now];
    return logLikelihood.reduce((a, b) => a + b, 0) / size;
  };

  return {
    step,
    async fullStep(tokens, index) {
      // Averages over equal batches: statistics S_b at fixed parameters, so keep the parameters of the start.
      const held = parameterFeeds();
      let total = 0;
      for (let from = 0, t = 0; from < index.length; from += options.batch, t++) {
        const to = Math.min(index.length, from + options.batch);
        if (t > 0) for (const [name, value] of Object.entries(held)) copyInto(now.parameters, name, value);
        else for (const [name, value] of Object.entries(held)) held[name] = copyOf(ort, value);
        total += (to - from) * (await step(tokens, index, from, to, (to - from) / to));
      }
      return total / index.length;
    },
    async logLikelihood(tokens, index) {
      const out = new Float64Array(index.length);
      for (let from = 0; from < index.length; from += options.batch) {
        const to = Math.min(index.length, from + options.batch);
        const input = batchInputs(tokens, index, from, to);
        const values = new Float32Array(to - from);
        await scoreSession.run(
          { ...parameterFeeds(), ...input.index },
          { logLikelihood: tensor(values, [to - from, 1]) },
        );
        input.clear();
        out.set(values, from);
      }
      return out;
    },
    parameters() {
      const p = now.parameters;
      const data = (name: string) => (p[name]!.data as Float32Array).slice();
      return {
        root: data("root"),
        transitions: shape.hosted.map((_, v) => (v === 0 ? new Float32Array() : data(`transition${v}`))),
        emissions: shape.hosted.map((_, v) =>
          (p[`logEmission${v}`]!.data as Float32Array).subarray(0, tables[v]! * k).map(Math.exp),
        ),
      };
    },
    async dispose() {
      await stepSession.release();
      await scoreSession.release();
    },
  };
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

interface BatchInputs {
  readonly index: Feeds;
  readonly hot: Feeds;
  /** Takes the ones out of `hot` again. */
  clear(): void;
}

/** Row numbers into each emission table, and the same as sums of one-hot rows, in buffers used again and again. */
function makeBatchInputs(
  ort: typeof Ort,
  shape: CircuitShape,
  tables: readonly number[],
  batch: number,
): (tokens: TokenColumns, index: Uint32Array, from: number, to: number) => BatchInputs {
  const rowOf = shape.hosted.map((columns) => new Int32Array(columns.length * batch));
  const ones = tables.map((n) => new Float32Array(n * batch));
  return (tokens, index, from, to) => {
    const size = to - from;
    const feeds: Feeds = {};
    const hot: Feeds = {};
    shape.hosted.forEach((columns, v) => {
      const n = tables[v]!;
      const width = columns.length;
      const rows = rowOf[v]!;
      const one = ones[v]!;
      let offset = 0;
      columns.forEach((j, c) => {
        const column = tokens[j]!;
        for (let i = 0; i < size; i++) {
          const t = column[index[from + i]!]!;
          const row = t < 0 ? n : offset + t;
          rows[i * width + c] = row;
          if (t >= 0) one[i * n + row] = 1;
        }
        offset += shape.sizes[j]!;
      });
      feeds[`index${v}`] = new ort.Tensor("int32", rows.subarray(0, size * width), [size, width]);
      hot[`hot${v}`] = new ort.Tensor("float32", one.subarray(0, size * n), [size, n]);
    });
    const clear = () => {
      shape.hosted.forEach((columns, v) => {
        const n = tables[v]!;
        const width = columns.length;
        const rows = rowOf[v]!;
        const one = ones[v]!;
        for (let i = 0; i < size; i++)
          for (let c = 0; c < width; c++) {
            const row = rows[i * width + c]!;
            if (row < n) one[i * n + row] = 0;
          }
      });
    };
    return { index: feeds, hot, clear };
  };
}
