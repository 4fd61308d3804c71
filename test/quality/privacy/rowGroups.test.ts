import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowGroups } from "../../../src/quality/privacy/rowGroups.ts";
import type { Column } from "../../../src/table/table.ts";
import { numberColumn, textColumn } from "./tables.ts";

describe("RowGroups", () => {
  it("groups and finds rows as comparing their text does", () => {
    const row = fc.tuple(
      fc.constantFrom(0, -0, 1, 2.5, NaN, 1e300),
      fc.constantFrom("", "a", "b", "c"),
      fc.constantFrom(NaN, 7, 7.0000001),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.array(row, { maxLength: 60 }), (a, b) => {
        const dictionary = ["a", "b", "c"];
        const key = (r: readonly (number | string)[]) => r.map((v) => (v === 0 ? "0" : String(v))).join("|");
        const groups = new RowGroups(columns(a, dictionary), a.length);
        const keys = [...new Set(a.map(key))];
        expect([...groups.groupOf]).toEqual(a.map((r) => keys.indexOf(key(r))));
        expect([...groups.sizes]).toEqual(keys.map((k) => a.filter((r) => key(r) === k).length));
        expect([...groups.find(columns(b, dictionary), b.length)]).toEqual(
          b.map((r) => keys.indexOf(key(r))),
        );
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});

function columns(rows: readonly (readonly [number, string, number])[], dictionary: string[]): Column[] {
  return [
    numberColumn(
      "x",
      rows.map((r) => r[0]),
    ),
    textColumn(
      "t",
      rows.map((r) => r[1]),
      dictionary,
    ),
    numberColumn(
      "y",
      rows.map((r) => r[2]),
    ),
  ];
}
