import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn, makeTable, type Table, takeRows } from "../../../src/table/table.ts";
import { toModelConditions } from "../../../src/transform/conditions.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { columnSpec } from "../columnSpecs.ts";

const format = { physical: "timestamp", dateFormat: "%Y-%m-%d %H:%M:%S" } as const;
const specs = [columnSpec("count", "numerical", { decimals: 0 }), columnSpec("at", "datetime", { format })];
const rows = 400;

const cases = fc.record({
  unit: fc.constantFrom(1, 0.001, 1000),
  grain: fc.constantFrom(1, 1000, 60_000),
  zone: fc.integer({ min: -48, max: 56 }),
  seed: fc.nat(1e6),
});

/** Moments as a number since 1970 and as a date of another zone, either of them cut. */
function tableOf({
  unit,
  grain,
  zone,
  seed,
}: {
  unit: number;
  grain: number;
  zone: number;
  seed: number;
}): Table {
  const random = new Random(seed);
  const times = Float64Array.from(
    { length: rows },
    () => 1.6e12 + random.below(2 ** 31) * 40 + random.below(40),
  );
  return makeTable([
    { kind: "number", name: "count", values: times.map((ms) => Math.floor(ms / unit)) },
    {
      kind: "datetime",
      name: "at",
      values: times.map((ms) => Math.floor((ms + zone * 900_000) / grain) * grain),
    },
  ]);
}

const valuesOf = (table: Table, name: string) => {
  const column = findColumn(table, name)!;
  return column.kind === "string" ? [] : [...column.values];
};

it("a number of the time since 1970 and a date of the same moment stay one moment, whichever of them is finer", () => {
  fc.assert(
    fc.property(cases, (one) => {
      const table = tableOf(one);
      const { data, restore } = prepare(table, specs, { seed: 1 });
      expect(data.columns).toHaveLength(1);
      const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
      const [counts, dates] = [valuesOf(made, "count"), valuesOf(made, "at")];
      for (const [i, count] of counts.entries()) {
        const ms = count * one.unit + one.zone * 900_000;
        expect(Math.abs(ms - dates[i]!)).toBeLessThan(Math.max(one.grain, one.unit));
      }
      const follower = restore.columns.find(({ kind }) => kind === "moment")!;
      const sorted = valuesOf(table, follower.name).sort((a, b) => a - b);
      const [min, max] = [sorted[100]!, sorted[300]!];
      const [condition] = toModelConditions(restore, [{ column: follower.name, op: "range", min, max }]);
      if (condition?.op !== "range") throw new Error("no range");
      const source = findColumn(data.table, condition.column)!;
      if (source.kind !== "number") throw new Error("no number");
      const inside = Array.from(source.values.keys()).filter(
        (i) => source.values[i]! >= condition.min! && source.values[i]! <= condition.max!,
      );
      const met = restoreBatch(restore, takeRows(data.table, inside), { firstRow: 0, seed: 1 });
      for (const value of valuesOf(met, follower.name)) {
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
      }
      expect(inside.length).toBeGreaterThanOrEqual(200);
    }),
    { numRuns: 20 },
  );
});
