import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { idPattern, likelyPattern } from "../../src/table/infer/idPattern.ts";

it("ids of several forms have the pattern of most, where it leaves room for new ones", () => {
  const kinds = fc.record({
    seed: fc.nat(1e6),
    digits: fc.integer({ min: 4, max: 7 }),
    rows: fc.integer({ min: 60, max: 300 }),
    others: fc.double({ min: 0.1, max: 0.4, noNaN: true }),
    tail: fc.constantFrom("W", "-b", ".2"),
  });
  fc.assert(
    fc.property(kinds, ({ seed, digits, rows, others, tail }) => {
      const random = new Random(seed);
      const from = 10 ** (digits - 1);
      const numbers = new Set<number>();
      while (numbers.size < rows) numbers.add(from + random.below(9 * from));
      const plain: string[] = [];
      const values = [...numbers].map((number, i) => {
        if (i > 0 && random.uniform() < others) return `${number}${tail}`;
        plain.push(String(number));
        return String(number);
      });
      fc.pre(plain.length < rows);
      expect(idPattern(values)).toBeNull();
      const pattern = new RegExp(`^(?:${likelyPattern(values)})$`);
      expect(plain.filter((value) => !pattern.test(value))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

it("ids without a form that has room get ten letters and digits", () => {
  const values = Array.from({ length: 90 }, (_, i) => `${10 + i}${i % 3 === 0 ? "x" : ""}`);
  expect(likelyPattern(values)).toBe("[A-Z0-9]{10}");
});
