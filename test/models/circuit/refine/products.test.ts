import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accumulate, multiplyRows } from "../../../../src/models/circuit/refine/moves/products.ts";

/** Probabilities as circuits hold them, down to the smallest number of single precision. */
const probability = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: -149, max: 0 }).map((power) => 2 ** power),
);

describe("products of rows of tables", () => {
  it("are proportional to the true ones, however small, and sums never fall", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 9 })
          .chain((k) =>
            fc.array(fc.array(probability, { minLength: k, maxLength: k }), { minLength: 1, maxLength: 20 }),
          ),
        (rows) => {
          const k = rows[0]!.length;
          // each row stands at another place of its table
          const tables = rows.map((row, f) => Float32Array.from([...Array(f).fill(9), ...row, 9]));
          const starts = Int32Array.from(rows.keys());
          const out = new Float64Array(k);
          multiplyRows(out, { tables, starts }, rows.length);
          const logs = Array.from({ length: k }, (_, s) =>
            tables.reduce((sum, table, f) => sum + Math.log(table[f + s]!), 0),
          );
          const top = Math.max(...logs);
          const products = out.slice();
          const sum = accumulate(out);
          expect(out.every((x, s) => x >= (out[s - 1] ?? 0))).toBe(true);
          expect(sum).toBe(out.at(-1));
          if (top === -Infinity) expect(sum).toBe(0);
          else {
            const total = logs.reduce((t, l) => t + Math.exp(l - top), 0);
            products.forEach((x, s) => {
              expect(x / sum).toBeCloseTo(Math.exp(logs[s]! - top) / total, 9);
            });
          }
        },
      ),
    );
  });
});
