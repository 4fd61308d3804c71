import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePattern } from "../../src/transform/pattern.ts";
import { permuted, unpermuted } from "../../src/transform/permutation.ts";

describe("pattern", () => {
  it("makes strings the same regular expression accepts, all different", () => {
    const sources = [
      "[A-Z]{2}-\\d{5}",
      "CUST\\d{6}",
      "(AB|CD|E)-[0-9a-f]{2,4}",
      "\\d{3}\\.\\d?",
      "[a-c_\\-]+x*",
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ];
    for (const source of sources) {
      const pattern = parsePattern(source, { distinct: true });
      const n = Math.min(3000, pattern.size);
      const made = Array.from({ length: n }, (_, i) => pattern.at(i, 12345));
      for (const text of made) expect(text).toMatch(new RegExp(`^(?:${source})$`));
      expect(new Set(made).size).toBe(n);
    }
  });

  it("counts and ranks", () => {
    const pattern = parsePattern("[AB]\\d", { distinct: true });
    expect(pattern.size).toBe(20);
    for (let i = 0; i < 20; i++) expect(pattern.rank(pattern.at(i))).toBe(i);
    expect(pattern.rank("C1")).toBeUndefined();
    expect(pattern.rank("A10")).toBeUndefined();
    expect(parsePattern("\\d{3,5}", { distinct: true }).size).toBe(100_000);
    expect(parsePattern("\\d{3,5}", { distinct: false }).size).toBe(111_000);
    expect(parsePattern("[0-9a-f]{32}", { distinct: true }).size).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuses what it cannot read", () => {
    for (const bad of ["[A-", "(a", "a{2,1}", "\\k", "[^a]", "*", "[Z-A]", "a{"])
      expect(() => parsePattern(bad, { distinct: true })).toThrow(RangeError);
  });
});

it("permuted is a permutation", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), fc.integer(), (size, seed) => {
      const seen = new Set(Array.from({ length: size }, (_, i) => permuted(i, size, seed)));
      expect(seen.size).toBe(size);
      expect(Math.max(...seen)).toBe(size - 1);
    }),
  );
  expect(permuted(5, 2 ** 48, 3)).toBeLessThan(2 ** 48);
  for (const size of [1, 2, 10, 1000, 2 ** 40 + 3])
    for (let i = 0; i < Math.min(size, 50); i++) expect(unpermuted(permuted(i, size, 9), size, 9)).toBe(i);
});
