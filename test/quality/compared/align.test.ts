import { describe, expect, it } from "vitest";
import { alignTables } from "../../../src/quality/compared/align.ts";
import type { Column, StringColumn, Table } from "../../../src/table/table.ts";

const text = (name: string, values: readonly (string | null)[]): StringColumn => {
  const dictionary = [...new Set(values.filter((v) => v !== null))];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(values, (v) => (v === null ? -1 : dictionary.indexOf(v))),
  };
};
const number = (name: string, values: readonly number[]): Column => ({
  kind: "number",
  name,
  values: Float64Array.from(values),
});
const table = (...columns: Column[]): Table => ({
  rows: columns[0]!.kind === "string" ? columns[0]!.codes.length : columns[0]!.values.length,
  columns,
});
const decode = (column: Column | undefined) =>
  column?.kind === "string"
    ? Array.from(column.codes, (c) => (c < 0 ? null : column.dictionary[c]))
    : Array.from(column?.values ?? []);

describe("alignTables", () => {
  it("puts categories on one dictionary, numbers spelled as text", () => {
    const aligned = alignTables(
      table(number("year", [2007, 2008, Number.NaN])),
      table(text("year", ["2008", "2009", null])),
      table(text("year", ["2007"])),
      [{ name: "year", sdtype: "categorical" }],
    );
    const [r, s, h] = [aligned.real, aligned.synthetic, aligned.holdout!].map(
      (t) => t.columns[0] as StringColumn,
    );
    expect(r!.dictionary).toBe(s!.dictionary);
    expect(r!.dictionary).toBe(h!.dictionary);
    expect([...r!.codes]).toEqual([0, 1, -1]);
    expect([...s!.codes]).toEqual([1, 2, -1]);
    expect([...h!.codes]).toEqual([0]);
  });

  it("takes the spellings of a boolean for one value", () => {
    const aligned = alignTables(
      table(text("flag", ["True", "False"])),
      table(text("flag", ["false", "TRUE"])),
      null,
      [{ name: "flag", sdtype: "boolean" }],
    );
    expect(decode(aligned.synthetic.columns[0])).toEqual(["False", "True"]);
    const asNumbers = alignTables(
      table(text("flag", ["true", "false"])),
      table(number("flag", [0, 1])),
      null,
      [{ name: "flag", sdtype: "boolean" }],
    );
    expect(decode(asNumbers.synthetic.columns[0])).toEqual(["false", "true"]);
  });

  it("reads text as numbers and dates where it is one, and counts what it cannot read", () => {
    const aligned = alignTables(
      table(number("x", [1, 2]), { kind: "datetime", name: "day", values: Float64Array.of(0, 86_400_000) }),
      table(text("x", ["1.5", "many"]), text("day", ["1970-01-02", "1970-02-30"])),
      null,
      [
        { name: "x", sdtype: "numerical" },
        { name: "day", sdtype: "datetime" },
      ],
    );
    expect(decode(aligned.synthetic.columns[0])).toEqual([1.5, Number.NaN]);
    expect(decode(aligned.synthetic.columns[1])).toEqual([86_400_000, Number.NaN]);
    expect(aligned.unreadable).toEqual([
      { column: "x", side: "synthetic", cells: 1 },
      { column: "day", side: "synthetic", cells: 1 },
    ]);
  });

  it("keeps the order of the columns asked for and leaves out dropped ones", () => {
    const both = table(number("a", [1]), number("b", [2]), number("c", [3]));
    const aligned = alignTables(both, table(number("c", [5]), number("a", [4])), both, [
      { name: "c", sdtype: "numerical" },
      { name: "b", sdtype: "numerical", role: "drop" },
      { name: "a", sdtype: "numerical", role: "target" },
    ]);
    expect(aligned.columns).toEqual([
      { name: "c", sdtype: "numerical", role: "feature" },
      { name: "a", sdtype: "numerical", role: "target" },
    ]);
    expect(aligned.synthetic.columns.map((c) => c.name)).toEqual(["c", "a"]);
    expect(aligned.missingInSynthetic).toEqual([]);
  });

  it("gives up a holdout that holds a column as something else, not the column", () => {
    const aligned = alignTables(
      table(number("x", [1, 2])),
      table(number("x", [3, 4])),
      table(text("x", ["a", "b"])),
      [{ name: "x", sdtype: "numerical" }],
    );
    expect(aligned.columns.length).toBe(1);
    expect(aligned.holdout).toBeNull();
    expect(aligned.incomparable).toEqual([]);
  });
});
