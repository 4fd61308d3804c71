import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseShares } from "../../src/config/check/shares.ts";
import { rowsOfShares } from "../../src/pipeline/shards/shares.ts";

describe("--share", () => {
  const columns = ["plan", "plan=b", "age", "a:b"];
  it("reads values, ranges, percent and quotes, and the longest name of a column", () => {
    expect(parseShares("plan=gold:0.5|basic: 30 %", columns)).toEqual({
      column: "plan",
      parts: [
        { values: "gold", share: 0.5 },
        { values: "basic", share: 0.3 },
      ],
    });
    expect(parseShares('plan=b="x|y:1":0.2|missing:0.1', columns)).toEqual({
      column: "plan=b",
      parts: [
        { values: '"x|y:1"', share: 0.2 },
        { values: "missing", share: 0.1 },
      ],
    });
    expect(parseShares("plan=balanced", columns)).toEqual({ column: "plan", parts: "balanced" });
  });

  it.each([
    ["gold:0.5", /begin with a column/],
    ["plan=", /no share is given/],
    ["plan=gold", /a colon and a share/],
    ["plan=gold:1.2", /between 0.0001 and 1/],
    ["plan=gold:0.6|basic:0.5", /add up to 1.1, more than 1/],
    ["plan=gold:0.1|gold:0.2", /two shares/],
  ])("refuses %s", (text, why) => {
    expect(() => parseShares(text, columns)).toThrow(why);
  });

  it("deals out every row once, and over a whole table as the shares say", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 30 });
    const ranges = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(weights, ranges, (given, sizes) => {
        const total = given.reduce((a, b) => a + b, 0);
        const shares = given.map((weight) => weight / total);
        const made = shares.map(() => 0);
        let first = 0;
        for (const rows of sizes) {
          const counts = rowsOfShares(shares, first, rows);
          expect(counts.reduce((a, b) => a + b, 0)).toBe(rows);
          expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
          for (const [i, count] of counts.entries()) made[i]! += count;
          first += rows;
        }
        for (const [i, share] of shares.entries())
          expect(Math.abs(made[i]! - share * first)).toBeLessThanOrEqual(2 * sizes.length);
        const whole = rowsOfShares(shares, 0, first);
        for (const [i, share] of shares.entries())
          expect(Math.abs(whole[i]! - share * first)).toBeLessThanOrEqual(1);
      }),
      { seed: 21, numRuns: 200 },
    );
  });
});
