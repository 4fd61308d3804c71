import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTable } from "../../src/table/read/read.ts";
import { readText, writeBack } from "./files.ts";

const same = async (content: string | Buffer, name?: string) => {
  const loaded = await readText(content, {}, name);
  expect((await writeBack(loaded, name)).toString("latin1")).toBe(Buffer.from(content).toString("latin1"));
};

describe("what comes out looks like what went in, byte for byte", () => {
  it.each([
    "examples/adult.csv",
    "examples/penguins.csv",
    "test/fixtures/golden/penguins_real.csv",
    "test/fixtures/golden/adult_real.csv",
  ])("%s", async (path) => {
    const loaded = await readTable(path);
    const { readFileSync } = await import("node:fs");
    expect((await writeBack(loaded)).equals(readFileSync(path))).toBe(true);
  });

  it.each([
    ["pandas with every cell quoted", '"a","b","c"\n"1","x",""\n"2","","2024-01-02"\n'],
    ["R: text and header quoted, NA bare", '"a","b","d"\n1,"x",2024-01-02\nNA,"NA",2024-01-03\n3,NA,NA\n'],
    ["header bare, one column quoted", 'a,b,c\n1,"x",u\n2,"y",v\n'],
    ["quotes where needed", 'a,b\n"x, y",1\n"say ""hi""",2\n"two\nlines",3\n" z",4\n'.replace('" z"', " z")],
    ["empty text and missing", 'a,b\n"",1\n,2\nx,\n'],
    ["semicolons, decimal commas, CRLF, BOM", "\ufeffa;b\r\n1,50;x\r\n-2,25;y\r\n"],
    ["tabs", "a\tb\n1\tx y\n2\t,\n"],
    ["comma and space", "a, b, c\n1, x, 2.5\n2, y, 3.5\n"],
    ["one column with missing", "a\n1\n\n3\n"],
    [
      "fixed, free and full decimals",
      "a,b,c,d\n1.00,1,0.1234567890123456,1.0\n2.50,2.5,3.141592653589793,2.25\n",
    ],
    ["exponents of one make", "a,b\n4.264e-10,1.5E+03\n-1.200e-12,2E+10\n"],
    ["numbers of four significant digits, some with exponents", "a,n\n1.234e-10,1\n0.5,2\n0.0123,3\n"],
    ["negative decimals", "a,b\n-0.5,-10.25\n-1.75,3\n"],
    ["large and small numbers", "a,b\n9007199254740991,0.000001\n-4294967296,123456789.012345\n"],
    ["leading zeros", "zip,n\n01234,1\n99999,2\n"],
    ["day first", "a,n\n31/12/2023,1\n01/02/2024,2\n"],
    ["month first", "a,n\n12/31/2023,1\n01/02/2024,2\n"],
    ["no leading zeros, twelve hours", "a,n\n1/2/2024 9:05 AM,1\n12/31/2023 11:59 PM,2\n"],
    ["names of months", "a,b,n\n02-Jan-2024,March 5 2021,1\n31-Dec-2023,May 31 2022,2\n"],
    [
      "names of weekdays",
      'a,b,n\nSunday 29 August 2021,"Sun, 01 Mar 1964 10:00",1\nTuesday 12 October 2021,"Wed, 04 Mar 2020 23:59",2\n',
    ],
    ["a semicolon before the time", "a,n\n01.01.2020; 00:00,1\n31.01.2020; 01:00,2\n"],
    ["ISO with T, Z and milliseconds", "a,n\n2024-01-02T03:04:05.120Z,1\n2023-12-31T23:59:59.999Z,2\n"],
    ["a constant offset", "a,n\n2024-01-02T03:04:05+02:00,1\n2023-12-31T23:59:59+02:00,2\n"],
    ["microseconds without trailing zeros", "a,n\n2024-01-02 03:04:05.123456,1\n2024-01-02 03:04:05,2\n"],
    ["years before 1970 and two-digit years", "a,b,n\n1899-12-31,31.12.99,1\n1969-07-20,01.02.03,2\n"],
    ["compact dates", "date,n\n20240102,1\n20231231,2\n"],
    ["compact months", "period,n\n202401,1\n202312,2\n"],
    ["times of day", "a,b,n\n09:05,23:59:59.5,1\n23:30,00:00:00.25,2\n"],
    ["booleans", "a,b,c\nTRUE,yes,0\nFALSE,no,1\n"],
    ["a column without values", "a,b\n,1\n,2\n"],
  ])("%s", async (_, text) => same(text));

  it("Latin-1, UTF-16 and gzip", async () => {
    const text = "name,n\nZoë “x” €,1\nÅsa,2\n";
    await same(
      Buffer.from([...Buffer.from("name,n\nZo"), 0xeb, 0x20, 0x93, 0x80, ...Buffer.from(",1\nA,2\n")]),
    );
    await same(Buffer.from(`\ufeff${text}`, "utf16le"));
    const path = "data.csv.gz";
    const loaded = await readText(gzipSync(text), {}, path);
    const { gunzipSync } = await import("node:zlib");
    expect(gunzipSync(await writeBack(loaded, path)).toString()).toBe(text);
  });

  it("NDJSON and JSON", async () => {
    await same(
      '{"a":1,"b":"x","c":1.5,"d":true,"e":"2024-01-02"}\n{"a":null,"b":null,"c":-2.25,"d":false,"e":"2023-12-31"}\n',
      "a.ndjson",
    );
    await same('[\n{"a":1,"b":"é\\n\\"q\\""},\n{"a":2,"b":""}\n]\n', "a.json");
  });
});

describe("any table survives writing and reading", () => {
  const text = fc.oneof(
    fc
      .string({ unit: "binary", maxLength: 12 })
      .filter((s) => !s.includes("\0") && !/\p{Surrogate}/u.test(s)),
    fc.constantFrom(
      "",
      "NA",
      '"',
      ",",
      "\n",
      "\r\n",
      " ",
      "a,b",
      'x"y',
      "NULL",
      "é€😀",
      "007",
      "?",
      "-",
      "true",
      "2024-01-02",
      ";",
    ),
  );
  const cell = fc.option(text, { nil: null });
  const width = fc.integer({ min: 1, max: 4 });
  const table = width.chain((w) =>
    fc.array(fc.array(cell, { minLength: w, maxLength: w }), { minLength: 2, maxLength: 12 }),
  );
  const dialect = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    newline: fc.constantFrom("\n", "\r\n"),
    always: fc.boolean(),
  });

  it("cells of text, with quotes, newlines, any Unicode, and empty text beside missing", async () => {
    await fc.assert(
      fc.asyncProperty(table, dialect, async (rows, { delimiter, newline, always }) => {
        const header = ["k", ...rows[0]!.map((_, k) => `c${k}`)].join(delimiter);
        const body = rows.map((row, i) =>
          [`row${i}`, ...row.map((c) => spell(c, delimiter, always))].join(delimiter),
        );
        const content = `${header}${newline}${body.join(newline)}${newline}`;
        const loaded = await readText(content, { delimiter });
        const again = await readText(await writeBack(loaded), { delimiter });
        expect(again.table).toEqual(loaded.table);
        expect(again.formats).toEqual(loaded.formats);
        for (let k = 0; k < rows[0]!.length; k++) {
          const column = loaded.table.columns[k + 1]!;
          if (column.kind !== "string" || loaded.formats[k + 1]!.physical === "boolean") continue;
          const found = Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!));
          expect(found).toEqual(rows.map((row) => row[k]));
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("numbers with a fixed or free number of decimals, byte for byte", async () => {
    const column = fc.record({
      decimals: fc.integer({ min: 0, max: 6 }),
      fixed: fc.boolean(),
      values: fc.array(fc.option(fc.integer({ min: -1e9, max: 1e9 }), { nil: null }), {
        minLength: 3,
        maxLength: 20,
      }),
    });
    await fc.assert(
      fc.asyncProperty(column, async ({ decimals, fixed, values }) => {
        const spelled = values.map((v, i) => {
          if (v === null) return `${i},`;
          const padded = (v / 10 ** decimals).toFixed(decimals);
          const free = decimals > 0 && !fixed ? padded.replace(/\.?0+$/, "") : padded;
          return `${i},${free.replace(/^-(0(\.0+)?)$/, "$1")}`;
        });
        await same(`i,x\n${spelled.join("\n")}\n`);
      }),
      { numRuns: 100, seed: 11 },
    );
  });
});

function spell(cell: string | null, delimiter: string, always: boolean): string {
  if (cell === null) return "";
  const needed =
    always || cell === "" || /["\r\n]/.test(cell) || cell.includes(delimiter) || /^(NA|NULL)$/.test(cell);
  return needed ? `"${cell.replaceAll('"', '""')}"` : cell;
}
