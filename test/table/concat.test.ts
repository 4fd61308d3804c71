import fc from "fast-check";
import { expect, it } from "vitest";
import { concatTables } from "../../src/table/concat.ts";
import { makeTable, type StringColumn, type Table } from "../../src/table/table.ts";

function tableOf(cells: readonly (string | null)[], numbers: readonly number[]): Table {
  const dictionary = [...new Set(cells.filter((c): c is string => c !== null))].reverse();
  const codes = Int32Array.from(cells, (c) => (c === null ? -1 : dictionary.indexOf(c)));
  return makeTable([
    { kind: "string", name: "s", codes, dictionary },
    { kind: "number", name: "n", values: Float64Array.from(numbers) },
  ]);
}

const textsOf = (column: StringColumn): (string | null)[] =>
  Array.from(column.codes, (c) => (c < 0 ? null : column.dictionary[c]!));

it("joins rows in order whatever the dictionaries", () => {
  const row = fc.tuple(fc.option(fc.constantFrom("a", "b", "c", "", "é")), fc.double());
  fc.assert(
    fc.property(fc.array(fc.array(row), { minLength: 1, maxLength: 5 }), (parts) => {
      const joined = concatTables(
        parts.map((rows) =>
          tableOf(
            rows.map(([s]) => s),
            rows.map(([, n]) => n),
          ),
        ),
      );
      const all = parts.flat();
      expect(textsOf(joined.columns[0] as StringColumn)).toEqual(all.map(([s]) => s));
      expect([...(joined.columns[1] as { values: Float64Array }).values]).toEqual(all.map(([, n]) => n));
    }),
  );
});

it("refuses to join nothing", () => expect(() => concatTables([])).toThrow(RangeError));
