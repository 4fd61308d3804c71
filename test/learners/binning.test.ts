import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binTable, fitBinners, maxBins } from "../../src/learners/binning.ts";
import { numberColumn, stringColumn, table } from "../quality/learners/knownTables.ts";

describe("binning", () => {
  it("gives each of few values its own bin, cut half-way, and missing the last", () => {
    const t = table(numberColumn("x", [3, 1, Number.NaN, 2, 1]));
    const [binner] = fitBinners(t);
    expect(binner).toMatchObject({ kind: "numeric", bins: 3, edges: Float64Array.of(1.5, 2.5) });
    expect([...binTable(t, [binner!]).bins]).toEqual([2, 0, 3, 1, 0]);
    const unseen = table(numberColumn("x", [-9, 1.5, 1.6, 99]));
    expect([...binTable(unseen, [binner!]).bins]).toEqual([0, 0, 1, 2]);
  });

  it("keeps the order of any numbers, in bins of about equal frequency", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 600 }),
        (values) => {
          const t = table(numberColumn("x", values));
          const binners = fitBinners(t);
          const { bins } = binTable(t, binners);
          expect(binners[0]!.bins).toBeLessThanOrEqual(maxBins);
          const distinct = new Set(values.map((v) => v + 0)).size;
          for (let i = 0; i < values.length; i++) {
            expect(bins[i]!).toBeLessThan(binners[0]!.bins);
            for (let j = i + 1; j < Math.min(values.length, i + 20); j++) {
              if (values[i]! < values[j]!) expect(bins[i]!).toBeLessThanOrEqual(bins[j]!);
              if (distinct <= maxBins && values[i]! < values[j]!) expect(bins[i]!).toBeLessThan(bins[j]!);
            }
          }
        },
      ),
      { seed: 1, numRuns: 60 },
    );
    const t = table(
      numberColumn(
        "x",
        Float64Array.from({ length: 10_000 }, (_, i) => i ** 2),
      ),
    );
    const { bins } = binTable(t, fitBinners(t));
    const sizes = new Uint32Array(256);
    for (const bin of bins) sizes[bin]!++;
    const used = sizes.filter((s) => s > 0);
    expect(used.length).toBe(255);
    expect(Math.max(...used) - Math.min(...used)).toBeLessThanOrEqual(2);
  });

  it("orders categories by frequency, shares the last bin beyond 255, and sends unseen ones to missing", () => {
    const t = table(stringColumn("c", ["b", "a", "b", null]));
    const [binner] = fitBinners(t);
    expect(binner!.bins).toBe(2);
    expect([...binTable(t, [binner!]).bins]).toEqual([0, 1, 0, 2]);
    const unseen = { ...t.columns[0]!, dictionary: ["b", "a", "new"], codes: Int32Array.of(2, 0, 1, -1) };
    expect([...binTable(table(unseen as never), [binner!]).bins]).toEqual([2, 0, 1, 2]);

    const many = table(
      stringColumn(
        "c",
        Array.from({ length: 400 }, (_, i) => `v${i}`),
      ),
    );
    const binned = binTable(many, fitBinners(many));
    expect(binned.columns[0]!.bins).toBe(255);
    expect(new Set(binned.bins).size).toBe(255);
    expect(binned.bins[399]).toBe(254);
  });

  it("survives columns without values and refuses other kinds", () => {
    const t = table(numberColumn("x", [Number.NaN, Number.NaN]), stringColumn("c", [null, null]));
    const binners = fitBinners(t);
    expect([...binTable(t, binners).bins]).toEqual([1, 1, 1, 1]);
    expect(() => binTable(table(stringColumn("x", ["1", "2"]), t.columns[1]!), binners)).toThrow(
      "column x was numeric in training, is string here",
    );
    expect(() => binTable(table(t.columns[0]!), binners)).toThrow("missing column c");
  });
});
