import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findGrid, fromTicks, toTicks } from "../../src/transform/datetimeGrid.ts";
import { readDatetime, readNumber } from "../../src/transform/spelling.ts";

describe("numbers", () => {
  it("are read with a point or a comma", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.boolean(), (cents, comma) => {
        const text = String(cents / 100).replace(".", comma ? "," : ".");
        expect(readNumber(text)).toBe(cents / 100 + 0);
      }),
    );
    expect(readNumber("")).toBeNaN();
    expect(readNumber("1,2,3")).toBeNaN();
  });
});

describe("datetimes", () => {
  it("are read by their column's format or as ISO 8601", () => {
    const at = (text: string) => Date.parse(text);
    expect(readDatetime("31/12/2024", "%d/%m/%Y")).toBe(at("2024-12-31T00:00Z"));
    expect(readDatetime("Jan 5 24 01:02 PM", "%b %d %y %I:%M %p")).toBe(at("2024-01-05T13:02Z"));
    expect(readDatetime("2024-12-31 10:11:12.5", "%Y-%m-%d %H:%M:%S%f")).toBe(at("2024-12-31T10:11:12.500Z"));
    expect(readDatetime("2024-02-29", "%d/%m/%Y")).toBe(at("2024-02-29T00:00Z"));
    expect(readDatetime("2024", null)).toBe(at("2024-01-01T00:00Z"));
    for (const bad of ["2023-02-29", "31/31/2024", "soon", "2024-01-01T25:00"])
      expect(readDatetime(bad, "%d/%m/%Y")).toBeNaN();
  });

  it("keep their place on their grid", () => {
    const units = [86_400_000, 3_600_000, 900_000, 60_000, 1000, 1];
    fc.assert(
      fc.property(
        fc.constantFrom(...units),
        fc.array(fc.integer({ min: -1e7, max: 1e7 }), { minLength: 1, maxLength: 30 }),
        (unit, ticks) => {
          const values = Float64Array.from(ticks, (t) => t * unit);
          const grid = findGrid(values);
          for (const v of values) {
            const tick = toTicks(grid, v);
            expect(Number.isInteger(tick)).toBe(true);
            expect(fromTicks(grid, tick)).toBe(v);
          }
        },
      ),
    );
  });
});
