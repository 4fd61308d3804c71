import fc from "fast-check";
import { expect, it } from "vitest";
import { plainCsv } from "../../src/table/format.ts";
import { excelSafe, formulaColumns, isFormula } from "../../src/table/formulaCells.ts";
import { makeTable } from "../../src/table/table.ts";
import { csvLayout } from "../../src/table/write/csvLayout.ts";

it.each(["=1+1", "@cmd", "+SUM(A1)", "=cmd|' /C calc'!A0", "-2+3+cmd", "\tx", "-a"])(
  "%j is a formula to a spreadsheet",
  (text) => expect(isFormula(text)).toBe(true),
);

it.each(["", "+", "a=1", "-5", "+1,234.50", "-1e-5", "-58.1%", "a@b.c"])("%j is none", (text) =>
  expect(isFormula(text)).toBe(false),
);

it("what is made safe is no formula, and only formulas are changed", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(isFormula(excelSafe(text))).toBe(false);
      if (!isFormula(text)) expect(excelSafe(text)).toBe(text);
    }),
  );
});

it("names the columns whose cells or names are formulas, and writes them with an apostrophe when asked to", () => {
  const column = (name: string, text: string) =>
    ({ kind: "string", name, dictionary: [text], codes: Int32Array.of(0) }) as const;
  const table = makeTable([column("a", "=1,2"), column("@b", "x"), column("c", "y")]);
  expect(formulaColumns(table)).toEqual(["a", "@b"]);
  const format = {
    physical: "text",
    decimals: null,
    fixedDecimals: false,
    keepPoint: false,
    dateFormat: null,
    missingToken: "",
    decimalPoint: ".",
    fileType: null,
  } as const;
  const written = (excel: boolean): string => {
    const columns = table.columns.map(({ name }) => ({ name, format }));
    const { head, rows } = csvLayout({ ...plainCsv, ...(excel && { excelSafe: true as const }) }, columns);
    return head + [...rows.encode(table)].map(String).join("");
  };
  expect(written(false)).toBe('a,@b,c\n"=1,2",x,y\n');
  expect(written(true)).toBe("a,'@b,c\n\"'=1,2\",x,y\n");
});
