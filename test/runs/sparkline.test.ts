import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lossLines, sparkline } from "../../src/runs/sparkline.ts";

describe("sparkline", () => {
  it("goes from the lowest to the highest block", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([7, 0])).toBe("█▁");
  });

  it("shows constant values in the middle and nothing for nothing", () => {
    expect(sparkline([3, 3, 3])).toBe("▄▄▄");
    expect(sparkline([])).toBe("");
    expect(sparkline([Number.NaN, Number.POSITIVE_INFINITY])).toBe("");
  });

  it("takes means where there are more values than width", () => {
    expect(sparkline([0, 0, 10, 10], 2)).toBe("▁█");
  });

  it("is never wider than asked, whatever the numbers", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.integer({ min: 1, max: 40 }), (values, width) => {
        const line = sparkline(values, width);
        expect([...line].length).toBeLessThanOrEqual(width);
        expect(line).not.toContain("undefined");
      }),
    );
  });
});

describe("lossLines", () => {
  it("aligns names and ends with the last value", () => {
    expect(lossLines({ generator: [2, 1], critic: [0, 0.123456] })).toEqual([
      "generator  █▁  1",
      "critic     ▁█  0.1235",
    ]);
  });

  it("leaves out losses that never were numbers", () => {
    expect(lossLines({ a: [Number.NaN], b: [1] })).toEqual(["b  ▄  1"]);
  });
});
