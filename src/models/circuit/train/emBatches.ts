import type * as Ort from "../../../engine/onnxRuntime.ts";
import type { CircuitShape } from "../circuitModel.ts";
import type { TokenColumns } from "./emEngine.ts";

export type Feeds = Record<string, Ort.Tensor>;

export interface BatchInputs {
  readonly index: Feeds;
  readonly hot: Feeds;
  /** Takes the ones out of `hot` again. */
  clear(): void;
}

/** Row numbers into each emission table, and the same as sums of one-hot rows, in buffers used again and again. */
export function makeBatchInputs(
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
