import { expect, it } from "vitest";
import { fitPairs } from "../../../../src/models/circuit/refine/pairFeatures.ts";
import { binOf, pairFeature } from "../../../../src/models/circuit/refine/ratioFeatures.ts";
import { encodeColumn, fitCodebooks } from "../../../../src/models/circuit/tokens/codebook.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { makeTable } from "../../../../src/table/table.ts";

const rows = 2000;
const names = ["part", "rest", "before", "after", "other"];

/** Rows in which a sum and a difference hold, up to 2; in drawn ones `isLoose` says that they do not. */
function draw(seed: number, isLoose: boolean) {
  const random = new Random(seed);
  const columns = names.map((name) => ({ kind: "number" as const, name, values: new Float64Array(rows) }));
  const [part, rest, before, after, other] = columns.map(({ values }) => values);
  for (let i = 0; i < rows; i++) {
    part![i] = random.below(40);
    rest![i] = 50 + random.below(3) - (isLoose ? random.below(40) : part![i]!);
    before![i] = random.below(40);
    after![i] = 10 + random.below(3) + (isLoose ? random.below(40) : before![i]!);
    other![i] = random.below(40);
  }
  return makeTable(columns);
}

it("chooses the sum and the difference that drawn rows get wrong, bins in order of the value", () => {
  const real = draw(1, false);
  const columns = names.map((name) => ({
    name,
    kind: "continuous" as const,
    decimals: 0,
    min: 0,
    max: 60,
    missing: false,
  }));
  const books = fitCodebooks({ table: real, columns }, { maxBins: 96 });
  const [tokens, drawn] = [real, draw(2, true)].map((table) =>
    books.map((book) => encodeColumn(book, table)),
  );
  const pairs = fitPairs(books, tokens!, drawn!);
  const kinds = pairs.slice(0, 2).map(({ first, second, scales }) => [second, first, Math.sign(scales[1])]);
  expect(kinds.sort()).toEqual([
    [0, 1, -1],
    [2, 3, 1],
  ]);
  for (const pair of pairs) {
    const feature = pairFeature(books, pair);
    const value = (i: number) =>
      [pair.first, pair.second].reduce((sum, j, at) => {
        const column = real.columns[j]!;
        return (
          sum + (column.kind === "string" ? 0 : column.values[i]!) * pair.scales[at]! * (at === 0 ? 1 : -1)
        );
      }, 0);
    const byBin = Array.from({ length: rows }, (_, i) => ({ bin: binOf(feature, tokens!, i), x: value(i) }));
    byBin.sort((a, b) => a.x - b.x);
    expect(byBin.every(({ bin }, i) => bin >= (byBin[i - 1]?.bin ?? 0))).toBe(true);
  }
});
