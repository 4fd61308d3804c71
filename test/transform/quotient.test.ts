import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { findColumn, type Table } from "../../src/table/table.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { loadCsv } from "./personal/orders.ts";

const rows = 120;

/** Restores what a model that knows nothing of the link between columns would make: each column shuffled by itself. */
async function shuffled(lines: readonly string[], seed: number): Promise<{ made: Table; kinds: string[] }> {
  const { loaded, specs } = await loadCsv(lines.join("\n"));
  const { data, restore } = prepare(loaded.table, specs, { seed });
  const columns = data.table.columns.map((column, i) => {
    const order = Array.from({ length: rows }, (_, row) => row);
    new Random(seed + i).shuffle(order);
    return column.kind === "string"
      ? { ...column, codes: Int32Array.from(order, (row) => column.codes[row]!) }
      : { ...column, values: Float64Array.from(order, (row) => column.values[row]!) };
  });
  const made = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed });
  return { made, kinds: restore.columns.map(({ kind }) => kind) };
}

const numbers = (table: Table, name: string): Float64Array => {
  const column = findColumn(table, name)!;
  if (column.kind !== "number") throw new Error(`${name} holds ${column.kind}`);
  return column.values;
};

const units = fc.constantFrom(10, 60, 100, 1000, 3600, 86_400);
const roundings = fc.constantFrom("floor", "round", "ceil");
const unitOf = { floor: Math.floor, round: Math.round, ceil: Math.ceil } as const;

describe("whole numbers in two units", () => {
  it("agree in every row, whatever the unit, the rounding and the order of the columns", async () => {
    await fc.assert(
      fc.asyncProperty(
        units,
        roundings,
        fc.boolean(),
        fc.integer({ min: 1, max: 1e6 }),
        async (unit, how, first, seed) => {
          const random = new Random(seed);
          const start = 1e6 * unit;
          const lines = Array.from({ length: rows }, () => {
            const fine = start + Math.floor(random.uniform() * 5000 * unit);
            const coarse = unitOf[how as keyof typeof unitOf](fine / unit);
            const pair = first ? `${coarse},${fine}` : `${fine},${coarse}`;
            return `${pair},${Math.floor(random.uniform() * 9)}`;
          });
          const header = first ? "coarse,fine,n" : "fine,coarse,n";
          const { made, kinds } = await shuffled([header, ...lines, ""], seed);
          expect(kinds).toContain("quotient");
          const coarse = numbers(made, "coarse");
          const wrong = numbers(made, "fine").filter(
            (value, i) => unitOf[how as keyof typeof unitOf](value / unit) !== coarse[i],
          );
          expect(wrong.length).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are not seen in numbers that only come close, or in exact multiples", async () => {
    const random = new Random(5);
    const lines = Array.from({ length: rows }, (_, i) => {
      const fine = 1_700_000_000_000 + Math.floor(random.uniform() * 1e9);
      const off = i === 60 ? 1 : 0;
      return `${fine},${Math.floor(fine / 1000) + off},${2 * i + 7},${10 * (2 * i + 7)}`;
    });
    const { kinds } = await shuffled(["ms,s,k,tens", ...lines, ""], 5);
    expect(kinds).not.toContain("quotient");
  });
});
