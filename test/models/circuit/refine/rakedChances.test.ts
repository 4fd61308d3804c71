import { expect, it } from "vitest";
import { rakedChances } from "../../../../src/models/circuit/refine/rakedChances.ts";
import { encodeColumn, fitCodebooks, tokenShares } from "../../../../src/models/circuit/tokens/codebook.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { makeTable } from "../../../../src/table/table.ts";

const names = ["a", "b", "c", "d", "e", "f"];

/** Columns that go together; `shift` moves all of them. */
function draw(rows: number, seed: number, shift: number) {
  const random = new Random(seed);
  const columns = names.map((name) => ({ kind: "number" as const, name, values: new Float64Array(rows) }));
  for (let i = 0; i < rows; i++) {
    const common = random.normal();
    for (const { values } of columns) values[i] = Math.round(100 * (common + random.normal() + shift)) / 100;
  }
  return makeTable(columns);
}

it("keep rows so that wide classes of every number have their shares, no row by more than certainty", () => {
  const real = draw(6000, 1, 0);
  const columns = names.map((name) => ({
    name,
    kind: "continuous" as const,
    decimals: 2,
    min: -9,
    max: 9,
    missing: false,
  }));
  const books = fitCodebooks({ table: real, columns }, { maxBins: 96 });
  const shares = books.map((book) => tokenShares(encodeColumn(book, real), book.size));
  const drawn = draw(13_000, 2, 0.1);
  const tokens = books.map((book) => encodeColumn(book, drawn));
  const chances = rakedChances(tokens, { books, shares }, 10_000);
  expect(Math.max(...chances)).toBeLessThanOrEqual(1);
  expect(chances.reduce((a, b) => a + b, 0)).toBeCloseTo(10_000, 3);
  const distance = (weights: Float64Array): number =>
    Math.max(
      ...tokens.map((column, j) => {
        const total = weights.reduce((a, b) => a + b, 0);
        const sums = shares[j]!.map((share) => -share);
        column.forEach((t, i) => {
          sums[t]! += weights[i]! / total;
        });
        return Math.max(...sums.map((_, t) => Math.abs(sums.slice(0, t + 1).reduce((a, b) => a + b, 0))));
      }),
    );
  const before = distance(new Float64Array(13_000).fill(1));
  expect(before).toBeGreaterThan(0.03);
  expect(distance(chances)).toBeLessThan(before / 2);
});
