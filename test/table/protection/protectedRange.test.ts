import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protectedRange } from "../../../src/table/protection/protectedRange.ts";
import { roundDates, roundNumbers } from "../../../src/table/protection/roundValues.ts";
import { placeSpikes, spikeReader, toModelValue } from "../../../src/transform/spikes.ts";

const ks = fc.constantFrom(2, 5);
const anyNumber = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  fc.double({ min: 0, max: 1e-6, noNaN: true }),
  fc.constantFrom(0, -1, 999, 0.5),
);
const columns = fc
  .array(anyNumber, { minLength: 1, maxLength: 400 })
  .map((v) => Float64Array.from(v, (x) => x + 0));

const rowsWith = (values: Float64Array, test: (v: number) => boolean) => values.filter(test).length;

describe("protectedRange", () => {
  it("ends at or inside the k-th value, on no value of fewer than k rows, and moves at most k further rows", () => {
    fc.assert(
      fc.property(columns, ks, (values, k) => {
        const range = protectedRange(values, { k });
        expect(range === null).toBe(values.length < k);
        if (range === null) return;
        const { min, max, spikes } = range;
        expect(min).toBeLessThanOrEqual(max);
        for (const bound of [min, max, ...spikes]) {
          const held = rowsWith(values, (v) => v === bound);
          expect(held === 0 || held >= k).toBe(true);
        }
        for (const spike of spikes) expect(rowsWith(values, (v) => v === spike)).toBeGreaterThanOrEqual(k);
        if (min === max) return;
        const body = values.filter((v) => !spikes.includes(v)).sort();
        const kth = { low: body[k - 1]!, high: body[body.length - k]! };
        expect(min).toBeGreaterThanOrEqual(kth.low);
        expect(max).toBeLessThanOrEqual(kth.high);
        expect(rowsWith(body, (v) => v >= kth.low && v < min)).toBeLessThanOrEqual(k);
        expect(rowsWith(body, (v) => v <= kth.high && v > max)).toBeLessThanOrEqual(k);
      }),
      { numRuns: 500 },
    );
  });

  it("does not depend on the order of the rows, and mirrors", () => {
    fc.assert(
      fc.property(columns, ks, (values, k) => {
        const range = protectedRange(values, { k });
        expect(protectedRange(values.toReversed(), { k })).toEqual(range);
        if (range === null || range.min === range.max) return;
        const mirrored = protectedRange(
          values.map((v) => 0 - v),
          { k },
        )!;
        expect(0 - mirrored.max).toBeCloseTo(range.min, 9);
        expect(0 - mirrored.min).toBeCloseTo(range.max, 9);
      }),
    );
  });

  it("keeps the values of the grid and of k rows, and takes the shortest number", () => {
    const from = (n: number, make: (i: number) => number) =>
      Float64Array.from({ length: n }, (_, i) => make(i));
    const plain = from(1000, (i) => 3 * i + 1);
    expect(protectedRange(plain, { k: 5 })).toEqual({ min: 20, max: 2985, spikes: [] });
    expect(protectedRange(plain, { k: 1 })).toEqual({ min: 1, max: 2998, spikes: [] });
    const ages = from(2000, (i) => (i === 0 ? 117 : 18 + (i % 62)));
    expect(protectedRange(ages, { k: 5 })).toEqual({ min: 18, max: 79, spikes: [] });
    const tiny = from(1000, (i) => 1e-12 * 10 ** (i / 100));
    const range = protectedRange(tiny, { k: 5 })!;
    expect(rowsWith(tiny, (v) => v < range.min)).toBeLessThan(10);
    expect(String(range.min).length).toBeLessThan(10);
  });

  it("keeps sentinels apart and protects what lies between them and the rest", () => {
    const ages = Float64Array.from({ length: 1000 }, (_, i) =>
      i < 50 ? 999 : i < 90 ? -99 : i === 90 ? 611 : i === 91 ? -42 : 18 + (i % 60),
    );
    expect(protectedRange(ages, { k: 5 })).toEqual({ min: 18, max: 77, spikes: [-99, 999] });
    const codes = Float64Array.from({ length: 1000 }, (_, i) => [1, 2, 3, 9][i % 4]!);
    expect(protectedRange(codes, { k: 5 })).toEqual({ min: 1, max: 9, spikes: [] });
  });

  it("takes no count for a sentinel: months of delay from −2 to 8, most of them few", () => {
    const shares = [3000, 4500, 13000, 2, 2500, 140, 56, 13, 5, 40, 2];
    const delays = Float64Array.from(shares.flatMap((rows, i) => Array(rows).fill(i - 2)));
    expect(protectedRange(delays, { k: 5 })).toEqual({ min: -2, max: 7, spikes: [] });
  });

  it("and the places of its spikes give back every value that k rows hold", () => {
    const counts = fc.array(fc.oneof(fc.nat(4), fc.integer({ min: 5, max: 60 })), {
      minLength: 1,
      maxLength: 14,
    });
    const sentinels = fc.subarray([-999, -99, 999, 9999]);
    fc.assert(
      fc.property(counts, fc.integer({ min: -3, max: 3 }), sentinels, (rows, first, codes) => {
        const values = Float64Array.from([
          ...rows.flatMap((n, i) => Array<number>(n).fill(first + i)),
          ...codes.flatMap((code) => Array<number>(8).fill(code)),
        ]);
        const range = protectedRange(values, { k: 5 });
        if (range === null) return;
        const { min, max } = range;
        const spikes = placeSpikes(range.spikes, range, Math.round);
        const read = spikeReader({ min, max, spikes });
        for (const value of new Set(values)) {
          if (rowsWith(values, (v) => v === value) < 5) continue;
          const place = toModelValue({ min, max, spikes }, value);
          expect(read(place) ?? place).toBe(value);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("ends dates on starts of years, months or days", () => {
    const day = 86_400_000;
    const start = Date.UTC(2019, 0, 3);
    const dates = Float64Array.from({ length: 900 }, (_, i) =>
      i < 700 ? Date.UTC(9999, 11, 31) : start + 11 * day * (i - 700),
    );
    const range = protectedRange(dates, { k: 5, candidates: roundDates })!;
    expect(range.spikes).toEqual([Date.UTC(9999, 11, 31)]);
    expect(new Date(range.min).toISOString()).toBe("2019-03-01T00:00:00.000Z");
    expect(new Date(range.max).toISOString()).toBe("2024-11-01T00:00:00.000Z");
  });
});

describe("round values", () => {
  it("come between their ends, numbers of fewer digits first", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (from, to) => {
        const found = [...roundNumbers(from, to, 4)];
        for (const v of found) expect(v >= Math.min(from, to) && v <= Math.max(from, to)).toBe(true);
        const digits = found.map((v) => (v === 0 ? 0 : v.toExponential().replace(/e.*|[-.]/g, "").length));
        if (found.length > 0) expect(digits[0]).toBe(Math.min(...digits));
      }),
    );
    expect(roundNumbers(17.3, 24).next().value).toBe(20);
    expect(roundNumbers(24, 17.3).next().value).toBe(20);
    expect(roundNumbers(-0.0123, -0.0119).next().value).toBe(-0.012);
    expect(roundNumbers(-5, 3).next().value).toBe(0);
  });

  it("come between their ends, coarse dates first", () => {
    const instant = fc.integer({ min: Date.UTC(1200, 0, 1), max: Date.UTC(2900, 0, 1) });
    fc.assert(
      fc.property(instant, instant, (from, to) => {
        for (const v of [...roundDates(from, to, 4)].slice(0, 30))
          expect(v >= Math.min(from, to) && v <= Math.max(from, to)).toBe(true);
      }),
    );
    const first = (from: string, to: string) =>
      new Date(roundDates(Date.parse(from), Date.parse(to)).next().value!).toISOString().slice(0, 10);
    expect(first("2019-05-03", "2020-02-01")).toBe("2020-01-01");
    expect(first("2020-02-01", "2019-05-03")).toBe("2020-01-01");
    expect(first("1998-02-01", "2004-05-03")).toBe("2000-01-01");
    expect(first("2021-05-03", "2021-08-01")).toBe("2021-06-01");
  });
});
