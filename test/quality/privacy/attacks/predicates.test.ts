import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Predicate, PredicateIndex } from "../../../../src/quality/privacy/attacks/predicates.ts";
import { makeTable } from "../../../../src/table/table.ts";
import { numberColumn, textColumn } from "../tables.ts";

describe("PredicateIndex", () => {
  it("counts rows as a scan does", () => {
    const cell = fc.constantFrom(NaN, 0, 1, 2, 3.5);
    const predicate = fc.record({
      column: fc.integer({ min: 0, max: 1 }),
      op: fc.constantFrom("eq" as const, "le" as const, "ge" as const, "missing" as const),
      value: fc.constantFrom(-1, 0, 1, 2, 3.5, 9),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 }),
        fc.array(predicate, { minLength: 1, maxLength: 3 }),
        (rows, query) => {
          const table = makeTable(
            [0, 1].map((c) =>
              numberColumn(
                `c${c}`,
                rows.map((r) => r[c]!),
              ),
            ),
          );
          const expected = rows.filter((row) => query.every((p) => holds(row[p.column]!, p))).length;
          expect(new PredicateIndex(table).count(query, 1000)).toBe(expected);
          expect(new PredicateIndex(table).count(query, 2)).toBe(Math.min(2, expected));
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it("compares text by dictionary code", () => {
    const index = new PredicateIndex(makeTable([textColumn("t", ["a", "b", "", "b"])]));
    expect(index.count([{ column: 0, op: "eq", value: 1 }], 9)).toBe(2);
    expect(index.count([{ column: 0, op: "missing", value: 0 }], 9)).toBe(1);
  });
});

function holds(value: number, p: Predicate): boolean {
  if (p.op === "missing") return Number.isNaN(value);
  return p.op === "eq" ? value === p.value : p.op === "le" ? value <= p.value : value >= p.value;
}
