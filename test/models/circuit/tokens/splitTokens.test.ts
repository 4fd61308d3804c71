import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeColumn, fitCodebooks } from "../../../../src/models/circuit/tokens/codebook.ts";
import { splitBooks } from "../../../../src/models/circuit/tokens/splitTokens.ts";
import { splitCircuit } from "../../../../src/models/circuit/train/splitCircuit.ts";
import { Random } from "../../../../src/numerics/random.ts";
import { makeTable } from "../../../../src/table/table.ts";
import { randomParameters } from "../tinyCircuit.ts";

const rows = 12_000;

/** Amounts, some of them round, many of them 0, some missing; measures of full precision; a category. */
function draw(seed: number) {
  const random = new Random(seed);
  const amounts = Float64Array.from({ length: rows }, () => {
    if (random.uniform() < 0.05) return Number.NaN;
    if (random.uniform() < 0.2) return 0;
    const amount = Math.exp(4 + 2 * random.normal());
    return random.uniform() < 0.3 ? 50 * Math.round(amount / 50) : Math.round(amount);
  });
  const measures = Float64Array.from({ length: rows }, () => random.normal() ** 3);
  const codes = Int32Array.from({ length: rows }, () => random.below(3));
  const table = makeTable([
    { kind: "number", name: "amount", values: amounts },
    { kind: "number", name: "measure", values: measures },
    { kind: "number", name: "empty", values: new Float64Array(rows).fill(Number.NaN) },
    { kind: "string", name: "class", codes, dictionary: ["a", "b", "c"] },
  ]);
  const number = { kind: "continuous" as const, min: -100, max: 1e5 };
  const columns = [
    { ...number, name: "amount", decimals: 0, missing: true },
    { ...number, name: "measure", decimals: null, missing: false },
    { ...number, name: "empty", decimals: null, missing: true },
    { kind: "discrete" as const, name: "class", categories: ["a", "b", "c"], missing: false },
  ];
  return { table, columns, books: fitCodebooks({ table, columns }, { maxBins: 48 }) };
}

function countsOf(tokens: Int32Array): Int32Array {
  const counts = new Int32Array(rows);
  for (const t of tokens) counts[t]!++;
  return counts;
}

describe("split tokens", () => {
  it("are parts of the tokens they come from, of 8 rows or more, and give heavy values a token", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const { table, books } = draw(seed);
        const split = splitBooks(books, table)!;
        books.forEach((book, j) => {
          const fine = split.books[j]!;
          const [before, after] = [encodeColumn(book, table), encodeColumn(fine, table)];
          expect(after.every((t, i) => split.whole[j]![t] === before[i])).toBe(true);
          const counts = countsOf(after).subarray(0, fine.size);
          const isEmpty = book.column.name === "empty";
          expect(Math.min(...counts)).toBeGreaterThanOrEqual(isEmpty ? 0 : 8);
          if (fine.kind === "category" || isEmpty) expect(fine.size).toBe(book.size);
          else expect(fine.size).toBeGreaterThan(1.5 * book.size);
        });
        const [amounts, fine] = [table.columns[0]!, split.books[0]!];
        if (amounts.kind !== "number" || fine.kind !== "number") throw new Error("no amounts");
        for (const value of [0, 50, 100]) {
          const token = encodeColumn(fine, makeTable([{ ...amounts, values: Float64Array.of(value) }]))[0]!;
          expect(fine.tokens.atom[token]).toBe(1);
        }
      }),
      { numRuns: 3 },
    );
  });

  it("have in every state the shares that they have in the table", () => {
    const { table, books } = draw(1);
    const sizes = books.map((b) => b.size);
    const shape = {
      states: 2,
      parent: Int32Array.from([-1, 0]),
      hosted: [
        [0, 3],
        [1, 2],
      ],
      sizes,
    };
    const parameters = randomParameters(1, shape);
    const tokens = books.map((b) => encodeColumn(b, table));
    const tree = { parent: Int32Array.from([-1, 0, 1, 0]), order: Int32Array.from([0, 1, 2, 3]) };
    const { fit, training } = splitCircuit(
      {
        fit: { shape, parameters },
        training: { books, tokens, tree, written: [], repeats: new Float64Array(books.length).fill(1) },
      },
      table,
    );
    const { whole } = splitBooks(books, table)!;
    expect(fit.shape.sizes).toEqual(training.books.map((b) => b.size));
    for (const [v, columns] of shape.hosted.entries()) {
      let [from, to] = [0, 0];
      for (const j of columns) {
        const [parts, wholes] = [countsOf(training.tokens[j]!), countsOf(tokens[j]!)];
        for (let s = 0; s < 2; s++) {
          const sums = new Float64Array(sizes[j]!);
          whole[j]!.forEach((w, t) => {
            const p = fit.parameters.emissions[v]![to + 2 * t + s]!;
            sums[w]! += p;
            const [part, all] = [parts[t]!, wholes[w]!];
            expect(p / parameters.emissions[v]![from + 2 * w + s]!).toBeCloseTo(all > 0 ? part / all : 1, 5);
          });
          sums.forEach((sum, w) => {
            expect(sum).toBeCloseTo(parameters.emissions[v]![from + 2 * w + s]!, 6);
          });
        }
        from += 2 * sizes[j]!;
        to += 2 * training.books[j]!.size;
      }
    }
  });
});
