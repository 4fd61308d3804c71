import fc from "fast-check";
import { expect, test } from "vitest";
import { counted, grouped } from "../../src/language/counts.ts";

test("numbers are grouped as Intl groups them in English", () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2000, max: 2000 }), fc.double()), (n) => {
      fc.pre(!Object.is(n, -0));
      expect(grouped(n)).toBe(n.toLocaleString("en-US"));
    }),
  );
});

test("one row, and many rows", () => {
  expect([counted(1, "row"), counted(0, "row"), counted(32561, "row")]).toEqual([
    "1 row",
    "0 rows",
    "32,561 rows",
  ]);
});
