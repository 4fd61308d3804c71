import { openNativeGraph } from "../../../engine/nativeGraph.ts";
import type * as Ort from "../../../engine/onnxRuntime.ts";
import { type CircuitParameters, type CircuitShape, tableRows } from "../circuitModel.ts";
import { queryGraph } from "../train/emGraph.ts";
import type { CircuitInference, Wanted } from "./inference.ts";

/** The same answers as `plainInference` from onnxruntime; sessions open when first asked for. */
export async function nativeInference(
  shape: CircuitShape,
  parameters: CircuitParameters,
  threads: number,
): Promise<CircuitInference> {
  const ort = await import("../../../engine/onnxRuntime.ts");
  const k = shape.states;
  const tables = tableRows(shape);
  const fixed: Record<string, Ort.Tensor> = { root_in: new ort.Tensor("float32", parameters.root, [1, k]) };
  shape.hosted.forEach((_, v) => {
    if (v > 0) fixed[`transition${v}`] = new ort.Tensor("float32", parameters.transitions[v]!, [k, k]);
    const logs = new Float32Array((tables[v]! + 1) * k);
    logs.set(parameters.emissions[v]!.map((x) => Math.log(x + 1e-30)));
    fixed[`logEmission${v}`] = new ort.Tensor("float32", logs, [tables[v]! + 1, k]);
  });
  const sessions = new Map<Wanted, Ort.InferenceSession>();
  return {
    async infer(tokens, from, to, want) {
      let session = sessions.get(want);
      if (session === undefined) {
        session = await openNativeGraph(queryGraph(shape, want), threads);
        sessions.set(want, session);
      }
      const rows = to - from;
      const feeds = { ...fixed };
      shape.hosted.forEach((columns, v) => {
        const index = new Int32Array(rows * columns.length);
        let offset = 0;
        columns.forEach((j, c) => {
          for (let i = 0; i < rows; i++) {
            const t = tokens[j]![from + i]!;
            index[i * columns.length + c] = t < 0 ? tables[v]! : offset + t;
          }
          offset += shape.sizes[j]!;
        });
        feeds[`index${v}`] = new ort.Tensor("int32", index, [rows, columns.length]);
      });
      // A graph whose weights are not asked for has no input for them.
      const given = Object.fromEntries(
        Object.entries(feeds).filter(([name]) => session.inputNames.includes(name)),
      );
      const result = await session.run(given);
      const data = (name: string) => result[name]!.data as Float32Array;
      return {
        logLikelihood: Float64Array.from(data("logLikelihood")),
        latents: want === "logLikelihood" ? [] : shape.hosted.map((_, v) => data(`${want}${v}`)),
      };
    },
    async dispose() {
      for (const session of sessions.values()) await session.release();
      sessions.clear();
    },
  };
}
