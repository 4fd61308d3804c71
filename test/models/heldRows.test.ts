import "../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { drawHeld } from "../../src/models/circuit/refine/shownRows.ts";
import { heldRows } from "../../src/models/heldRows.ts";
import { repeatsOf } from "../../src/models/repeats.ts";
import { Random } from "../../src/numerics/random.ts";
import { makeTable } from "../../src/table/table.ts";

const units = fc
  .array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 300 })
  .map((list) => Int32Array.from(list));

it("all rows of a person are on one side, whoever holds rows out", () => {
  fc.assert(
    fc.property(units, fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), (of, seed, share) => {
      const count = Math.round(share * of.length);
      const { held, others } = heldRows(of.length, count, { random: new Random(seed), units: of });
      expect([...held, ...others].sort((a, b) => a - b)).toEqual([...of.keys()]);
      const inside = new Set(Array.from(held, (row) => of[row]!));
      expect([...others].some((row) => inside.has(of[row]!))).toBe(false);
      // with one person less more than `count` cannot be reached; somebody trains
      expect(others.length).toBeGreaterThan(0);
      const flags = drawHeld(of.length, new Random(seed), of);
      for (const [row, unit] of of.entries()) expect(flags[row]).toBe(flags[of.indexOf(unit)]);
    }),
  );
});

it("without persons as many rows as asked are held out", () => {
  const { held, others } = heldRows(100, 30, { random: new Random(1) });
  expect([held.length, others.length]).toEqual([30, 70]);
});

it("a column that is the same in all rows of a person repeats itself as often as those have rows, others do not", () => {
  for (const rowsEach of [2, 5, 12])
    for (let seed = 1; seed <= 5; seed++) {
      const random = new Random(seed);
      const rows = 200 * rowsEach;
      const of = Int32Array.from({ length: rows }, (_, i) => Math.floor(i / rowsEach));
      const born = Float64Array.from({ length: 200 }, () => random.below(20_000));
      const table = makeTable([
        { kind: "number", name: "born", values: Float64Array.from(of, (unit) => born[unit]!) },
        { kind: "number", name: "value", values: Float64Array.from(of, () => random.uniform()) },
        {
          kind: "string",
          name: "flag",
          dictionary: ["a", "b", "c"],
          codes: Int32Array.from(of, () => random.below(3)),
        },
      ]);
      const [same, own, chance] = repeatsOf({ table, columns: [], units: of });
      expect(same).toBeCloseTo(rowsEach, 1);
      expect(own).toBeCloseTo(1, 1);
      expect(chance).toBeLessThan(1 + 0.15 * rowsEach);
    }
  const plain = makeTable([{ kind: "number", name: "x", values: new Float64Array(4) }]);
  expect([...repeatsOf({ table: plain, columns: [] })]).toEqual([1]);
});
