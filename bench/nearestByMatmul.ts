import { constant, input, matmul } from "../src/engine/functions.ts";
import { emitGraph } from "../src/engine/onnx/emitGraph.ts";
import { encodeModel } from "../src/engine/onnx/encodeModel.ts";
import { floatTensor, openSession } from "../src/engine/session.ts";
import type { RowMatrix, RowSpace } from "../src/quality/privacy/neighbors/rowSpace.ts";

const tileRows = 256;

/**
 * The rival of the row tree: matching categories of all pairs as one matrix product of one-hot rows; the mismatches bound the
 * distance from below, and numbers are added only for pairs that can still win. Exact as well.
 *
 * @returns distance of each query to its nearest row, and the milliseconds spent in the products alone
 */
export async function nearestByMatmul(
  space: RowSpace,
  data: RowMatrix,
  queries: RowMatrix,
  threads: number,
): Promise<{ distance: Float64Array; productMs: number }> {
  const d = data.columns;
  const coded = space.coded.flatMap((is, c) => (is ? [c] : []));
  const numbers = space.coded.flatMap((is, c) => (is ? [] : [c]));
  const offsets: number[] = [];
  let width = 0;
  for (const c of coded) {
    offsets.push(width);
    let top = 0;
    for (const side of [data, queries])
      for (let i = 0; i < side.rows; i++) top = Math.max(top, side.values[i * d + c]!);
    width += top + 1;
  }
  const oneHot = (side: RowMatrix, from: number, rows: number) => {
    const out = new Float32Array(rows * width);
    for (let i = 0; i < Math.min(rows, side.rows - from); i++)
      coded.forEach((c, k) => {
        const code = side.values[(from + i) * d + c]!;
        if (code >= 0) out[i * width + offsets[k]! + code] = 1;
      });
    return out;
  };
  const a = input("queries", [tileRows, width]);
  const product = matmul(a, constant(oneHot(data, 0, data.rows), [data.rows, width]), { transB: true });
  const session = await openSession(
    encodeModel(emitGraph("matches", [a], [{ name: "matches", value: product }])),
    {
      threads,
    },
  );
  const matches = new Float32Array(tileRows * data.rows);
  const distance = new Float64Array(queries.rows).fill(Number.POSITIVE_INFINITY);
  let productMs = 0;
  for (let from = 0; from < queries.rows; from += tileRows) {
    const started = performance.now();
    await session.run(
      { queries: floatTensor(oneHot(queries, from, tileRows), [tileRows, width]) },
      { matches: floatTensor(matches, [tileRows, data.rows]) },
    );
    productMs += performance.now() - started;
    for (let i = 0; i < Math.min(tileRows, queries.rows - from); i++) {
      let best = Number.POSITIVE_INFINITY;
      const q = (from + i) * d;
      for (let j = 0, m = i * data.rows; j < data.rows; j++, m++) {
        let sum = coded.length - matches[m]!;
        if (sum >= best) continue;
        for (const c of numbers) {
          const gap = Math.abs(queries.values[q + c]! - data.values[j * d + c]!);
          if (gap < 1) sum += gap;
          else sum += 1;
          if (sum >= best) break;
        }
        if (sum < best) best = sum;
      }
      distance[from + i] = best;
    }
  }
  await session.release();
  return { distance, productMs };
}
