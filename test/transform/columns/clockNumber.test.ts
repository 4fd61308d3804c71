import "../../fixedSeeds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { areClockNumbers, clockOfMinutes, minutesOfClock } from "../../../src/table/cells/clockNumber.ts";
import { findColumn, makeTable } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import {
  ceilTo,
  floorTo,
  foldInto,
  nearestOn,
  numberGrid,
} from "../../../src/transform/rules/system/grid.ts";
import { columnSpec } from "../columnSpecs.ts";
import { typed } from "../rules/ruledTables.ts";

const rows = 500;
const clocks = (seed: number, from = 5 * 60, to = 23 * 60) => {
  const random = new Random(seed);
  return Float64Array.from({ length: rows }, () => clockOfMinutes(from + random.below(to - from)));
};
const whole = { physical: "integer", decimals: 0 } as const;
const isClock = (value: number) => !Number.isNaN(minutesOfClock(value));

describe("times of day as whole numbers", () => {
  it("are told from years, numbers of rooms, prices and counts", () => {
    const random = new Random(2);
    const fill = (draw: () => number) => Float64Array.from({ length: rows }, draw);
    expect(areClockNumbers(clocks(1))).toBe(true);
    for (const draw of [
      () => 2000 + random.below(27),
      () => 100 * (1 + random.below(12)) + 1 + random.below(25),
      () => 50 * random.below(40),
      () => random.below(2400),
      () => random.below(60),
    ])
      expect(areClockNumbers(fill(draw))).toBe(false);
  });

  it("come back as times, text with four digits too, under a rule between two of them as well", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.boolean(), (seed, padded) => {
        const departs = clocks(seed, 60, 20 * 60);
        const random = new Random(seed + 1);
        const arrives = departs.map((time) => clockOfMinutes(minutesOfClock(time) + random.below(180)));
        const codes = Int32Array.from(departs.keys());
        const table = makeTable([
          padded
            ? {
                kind: "string",
                name: "dep",
                codes,
                dictionary: [...departs].map((t) => String(t).padStart(4, "0")),
              }
            : { kind: "number", name: "dep", values: departs },
          { kind: "number", name: "arr", values: arrives },
        ]);
        const specs = ["dep", "arr"].map((name) =>
          columnSpec(name, "numerical", { decimals: 0, format: whole }),
        );
        const rules = padded ? [] : typed(["dep <= arr"], specs);
        const { data, restore } = prepare(table, specs, { seed: 1, rules });
        const shuffled = random.permutation(rows);
        const columns = data.table.columns.map((column, j) =>
          column.kind === "number" && j === 1
            ? { ...column, values: Float64Array.from(shuffled, (i) => column.values[i]!) }
            : column,
        );
        const made = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed: 1 });
        const numbers = ["dep", "arr"].map((name) => {
          const column = findColumn(made, name)!;
          if (column.kind !== "string") return [...column.values];
          expect(padded).toBe(true);
          for (const text of column.dictionary) expect(text).toMatch(/^\d{4}$/);
          return Array.from(column.codes, (code) => Number(column.dictionary[code]));
        });
        for (const [i, time] of numbers[0]!.entries()) {
          expect(isClock(time)).toBe(true);
          expect(isClock(numbers[1]![i]!)).toBe(true);
          if (!padded) expect(time).toBeLessThanOrEqual(numbers[1]![i]!);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("are a grid on which every value is a time", () => {
    const grid = numberGrid(clocks(4), 0);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2300, noNaN: true }), fc.nat(1100), (value, low) => {
        expect(isClock(nearestOn(grid, value))).toBe(true);
        expect(floorTo(grid, value)).toBeLessThanOrEqual(value + 1e-6);
        expect(ceilTo(grid, value)).toBeGreaterThanOrEqual(value - 1e-6);
        const inside = foldInto(grid, value, low, low + 900);
        expect(isClock(inside)).toBe(true);
        expect(inside).toBeGreaterThanOrEqual(low);
        expect(inside).toBeLessThanOrEqual(low + 900);
      }),
    );
  });
});
