import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueFormatter } from "../../src/table/cells/formatCell.ts";
import { readSpelledNumber } from "../../src/table/cells/readSpelled.ts";
import type { ColumnFormat } from "../../src/table/format.ts";
import { inferAffix } from "../../src/table/infer/inferAffix.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { openTableWriter } from "../../src/table/write/write.ts";
import { newPath, outputColumns, readText, writeBack } from "./files.ts";

async function roundTrip(content: string, name?: string) {
  const loaded = await readText(content, {}, name);
  expect((await writeBack(loaded, name)).toString()).toBe(content);
  const column = loaded.table.columns[0]!;
  return column.kind === "string" ? null : Array.from(column.values);
}

describe("numbers with more than digits are numbers", () => {
  it.each([
    ["percent", "p,k\n58.1%,a\n7.0%,b\n-0.5%,b\n", [58.1, 7, -0.5]],
    ["currency and thousands", 'p,k\n"$2,370.27",a\n$7.00,b\n"-$1,000,000.50",b\n', [2370.27, 7, -1000000.5]],
    ["a sign after the currency", "p,k\n$-5,a\n$17,b\n$0,b\n", [-5, 17, 0]],
    ["thousands alone", 'p,k\n"1,234",a\n999,b\n"12,345,678",b\n', [1234, 999, 12345678]],
    ["decimal commas between commas", 'p,k\n"7,58",a\n"10,25",b\n"0,00",b\n', [7.58, 10.25, 0]],
    ["points between thousands", "p;k\n1.234,50 €;a\n0,99 €;b\n12.000,00 €;b\n", [1234.5, 0.99, 12000]],
    ["spaces between thousands", "p;k\n1 234,5;a\n12 000;b\n1;b\n", [1234.5, 12000, 1]],
    ["one percentage throughout", "p,k\n82 %,a\n82 %,b\n82 %,c\n", [82, 82, 82]],
    ["one amount throughout", "p,k\n$3.50,a\n$3.50,b\n,c\n", [3.5, 3.5, Number.NaN]],
    ["one duration throughout", "p,k\n93:14,a\n93:14,b\n", [5594, 5594]],
    ["a unit", "p,k\n12 kg,a\n7.5 kg,b\n103 kg,b\n", [12, 7.5, 103]],
    ["a currency's name", "p,k\nEUR 12.50,a\nEUR 7.00,b\nNA,b\n", [12.5, 7, Number.NaN]],
    ["thousands alone in a tabbed file", "p\tk\n1,234\ta\n950\tb\n12,500\tb\n", [1234, 950, 12500]],
    ["decimal commas in a tabbed file", "p\tk\n1,234\ta\n0,951\tb\n12\tb\n", [1.234, 0.951, 12]],
    ["thousands in a tabbed file", "p\tk\n$1,234\ta\n$5,000\tb\n", [1234, 5000]],
  ])("%s", async (_, content, values) => {
    expect(await roundTrip(content, content.includes("\t") ? "a.tsv" : "a.csv")).toEqual(values);
  });

  it("keeps them text in JSON and Parquet", async () => {
    const json = '{"p":"$1,234.50"}\n{"p":"$7.00"}\n{"p":null}\n';
    expect(await roundTrip(json, "a.ndjson")).toEqual([1234.5, 7, Number.NaN]);
    const loaded = await readText(json, {}, "a.ndjson");
    const path = newPath("a.parquet");
    const writer = await openTableWriter(path, { ...loaded.format, type: "parquet" }, outputColumns(loaded));
    await writer.write(loaded.table);
    await writer.close();
    const { readTable } = await import("../../src/table/read/read.ts");
    const parquet = await readTable(path);
    expect(parquet.formats[0]!.fileType).toBe("VARCHAR");
    expect(parquet.formats[0]!.affix).toEqual(loaded.formats[0]!.affix);
    expect(parquet.table).toEqual(loaded.table);
  });

  it.each([
    ["codes of one width that never repeat", ["1000 A", "1001 A", "1002 A"], true],
    ["leading zeros", ["$007", "$012"], false],
    ["separators of different make", ["$1,234", "$1234"], false],
    ["different units", ["5 kg", "5 lb"], false],
    ["a letter before the number", ["C10000", "C10001"], false],
    ["plain numbers", ["12", "13.5"], false],
    ["answers of several choices", ["1,2", "1,3", "2,3"], false],
    ["versions", ["1.2.3", "1.2.4"], false],
    ["phone numbers", ["555 123 456", "555 123 457"], true],
  ])("but not %s", (_, texts, unique) => {
    expect(inferAffix(texts, { unique, decimalComma: false })).toBeNull();
  });

  it("calls a column of percentages numerical, however much they differ, and few of them categories", async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `${(i * 0.3).toFixed(1)}%,${i % 3}0%,${i}`);
    const profile = profileTable(await readText(`a,b,c\n${rows.join("\n")}\n`));
    expect(profile.columns.map((c) => c.sdtype)).toEqual(["numerical", "categorical", "id"]);
    expect(profile.columns[0]).toMatchObject({
      max: 89.7,
      reason: 'numbers with decimals, written with "%" behind',
    });
  });

  it("never calls amounts ids, and says what is in their way", async () => {
    const mixed = Array.from({ length: 300 }, (_, i) => `"${i % 2 ? "$" : "€"}${(i * 1.37).toFixed(2)}"`);
    const loaded = await readText(`a,b\n${mixed.map((v) => `${v},x`).join("\n")}\n`);
    expect(profileTable(loaded).columns[0]).toMatchObject({
      sdtype: "categorical",
      reason: expect.stringMatching(/^texts of the forms .*: fitted by their parts$/),
    });
    expect(loaded.warnings.join()).toContain("not all written the same way: read as text");
  });

  it("says that leading zeros are why numbers are text, and nothing of codes of one width", async () => {
    const of = async (values: readonly string[]) =>
      (await readText(`a,b\n${values.map((v) => `${v},x`).join("\n")}\n`)).warnings.join();
    expect(await of(["12", "7", "007", "35"])).toContain("leading zeros, such as in row 3");
    expect(await of(["01234", "99999", "10001"])).toBe("");
    expect(await of(["12", "7", "35", "many"])).toContain("such as that of row 4: correct them");
    expect(await of(["1.2", "<0.6", "3.5", "> 90"])).toBe("");
    expect(await of(["10A", "10B", "11A", "9C"])).toBe("");
    expect(await of(["10kg", "12 kg", "9kg"])).not.toBe("");
  });

  it("reads a value as the column writes it, or plainly", () => {
    const format = {
      affix: { prefix: "$", suffix: "", thousands: ",", signFirst: true },
      decimalPoint: "." as const,
    };
    for (const text of ["$1,234.5", "1,234.5", "1234.5", "$1234.5", "1.2345e3"])
      expect(readSpelledNumber(text, format)).toBe(1234.5);
    for (const text of ["€5", "5 kg", "1,23", "", "x"]) expect(readSpelledNumber(text, format)).toBeNaN();
    expect(
      readSpelledNumber("10 %", { affix: { ...format.affix, prefix: "", suffix: "%" }, decimalPoint: "." }),
    ).toBe(10);
  });

  it("reads every number it writes", () => {
    const format = fc.record({
      prefix: fc.constantFrom("", "$", "€ ", "US$", "CHF "),
      suffix: fc.constantFrom("", "%", " kg", " €", "°C"),
      separators: fc.constantFrom([",", "."], [".", ","], [" ", ","], ["", "."], ["", ","], ["'", "."]),
      decimals: fc.integer({ min: 0, max: 4 }),
      fixedDecimals: fc.boolean(),
      signFirst: fc.boolean(),
    });
    const values = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(format, values, ({ separators, decimals, fixedDecimals, ...affix }, whole) => {
        const [thousands, decimalPoint] = separators as [string, "." | ","];
        const spelled: ColumnFormat = {
          physical: decimals === 0 ? "integer" : "decimal",
          decimals,
          fixedDecimals,
          keepPoint: false,
          dateFormat: null,
          missingToken: "",
          decimalPoint,
          fileType: null,
          affix: { ...affix, thousands },
        };
        const write = valueFormatter(spelled);
        for (const n of whole)
          expect(readSpelledNumber(write(n / 10 ** decimals), spelled)).toBe(n / 10 ** decimals);
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
