import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readTable } from "../../src/table/read/read.ts";
import { dataError, fileOf, newPath, readText } from "./files.ts";

describe("refused, saying where and what to do", () => {
  const cases: [
    string,
    string,
    string | Uint8Array,
    { code: string; line?: number; column?: string; says: string },
  ][] = [
    ["an empty file", "a.csv", "", { code: "empty-file", says: "is empty" }],
    ["a blank file", "a.csv", "\n\n", { code: "empty-file", line: 1, says: "no header" }],
    ["a header alone", "a.csv", "a,b\n", { code: "no-rows", line: 1, says: "no rows" }],
    [
      "a row too short",
      "a.csv",
      'a,b\n"x\ny",1\n2\n',
      { code: "ragged-row", line: 4, says: "1 cell where the header has 2" },
    ],
    ["a row too long", "a.csv", "a,b\n1,2\n3,4,5\n", { code: "ragged-row", line: 3, says: "3 cells" }],
    [
      "several ragged rows, with their number",
      "a.csv",
      "a,b\n1,2\n3,4,5\n6,7\n8\n",
      { code: "ragged-row", line: 3, says: "2 of 4 rows have another number of cells" },
    ],
    [
      "a ragged row before a stray quote",
      "a.csv",
      'a,b\n1\n1,"x"y\n',
      { code: "ragged-row", line: 2, says: "1 cell where" },
    ],
    [
      "spaces between the cells",
      "a.csv",
      'when temp\n"2020-01-01 00:00" 2.22\n"2020-01-01 01:00" 4.11\n',
      { code: "wrong-delimiter", line: 1, says: 'Set source.delimiter to " "' },
    ],
    [
      "duplicate names",
      "a.csv",
      "a,b,a\n1,2,3\n",
      { code: "duplicate-column-name", line: 1, column: "a", says: "columns 1 and 3" },
    ],
    [
      "more columns than a table has",
      "a.csv",
      `${Array.from({ length: 10_001 }, (_, i) => `c${i}`).join(",")}\n`,
      { code: "too-wide", says: "10,001 columns, more than 10,000" },
    ],
    [
      "more keys than a table has",
      "a.json",
      `[{${Array.from({ length: 10_001 }, (_, i) => `"c${i}":1`).join(",")}}]`,
      { code: "too-wide", says: "10,001 columns, more than 10,000" },
    ],
    [
      "a header without any name",
      "a.csv",
      ",\nx,2\n",
      { code: "empty-column-name", line: 1, says: "none of its 2 columns" },
    ],
    [
      "a quote never closed",
      "a.csv",
      'a,b\n1,x\n2,"y\n3,z\n',
      { code: "unclosed-quote", line: 3, says: "never closed" },
    ],
    ["text after a quote", "a.csv", 'a,b\n1,"x"y\n', { code: "stray-quote", line: 2, says: "cell 2" }],
    [
      "damaged UTF-8",
      "a.csv",
      Buffer.concat([Buffer.from("a,b\né,ü\nö,"), Buffer.from([0xff]), Buffer.from("\n")]),
      { code: "not-utf8", line: 3, says: "not UTF-8" },
    ],
    [
      "a binary file",
      "a.csv",
      Buffer.from([97, 44, 98, 10, 1, 0, 2, 0, 0, 0, 7]),
      { code: "binary-file", says: "zero byte" },
    ],
    [
      "an Excel workbook",
      "a.csv",
      Buffer.from("PK\x03\x04rest"),
      { code: "excel-file", says: "the ending .xlsx" },
    ],
    ["an unknown extension", "a.xyz", "a,b\n1,2\n", { code: "unknown-type", says: ".parquet" }],
    [
      "a cut gzip",
      "a.csv.gz",
      gzipSync("a,b\n1,2\n".repeat(50_000)).subarray(0, 300),
      { code: "corrupt-gzip", says: "damaged" },
    ],
    ["a file named Parquet", "a.parquet", "a,b\n", { code: "corrupt-parquet", says: "not a Parquet file" }],
    [
      "a broken Parquet file",
      "a.parquet",
      Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(99), Buffer.from("PAR1")]),
      { code: "corrupt-parquet", says: "cannot be read" },
    ],
    ["broken JSON", "a.json", '[{"a":1},\n {"a":2]', { code: "corrupt-json", line: 2, says: "character 8" }],
    ["broken NDJSON", "a.ndjson", '{"a":1}\n{"a":2\n', { code: "corrupt-json", line: 2, says: "line 2" }],
    ["nested JSON", "a.ndjson", '{"a":{"b":1}}\n', { code: "nested-column", column: "a", says: "Flatten" }],
    [
      "mixed nested JSON",
      "a.ndjson",
      '{"a":{"b":1}}\n{"a":2}\n',
      { code: "nested-column", column: "a", says: "Flatten" },
    ],
    [
      "a JSON object of columns",
      "a.json",
      '{"a":[1,2]}',
      { code: "nested-column", column: "a", says: "Flatten" },
    ],
    ["JSON numbers", "a.json", "[1,2]", { code: "not-objects", says: "one object per row" }],
    ["an empty JSON array", "a.json", "[]", { code: "no-rows", says: "no rows" }],
  ];
  it.each(cases)("%s", async (_, name, content, expected) => {
    const path = fileOf(content, name);
    const error = await dataError(readTable(path));
    expect(error.code).toBe(expected.code);
    expect(error.message).toContain(path);
    expect(error.message).toContain(expected.says);
    expect(error.line).toBe(expected.line);
    expect(error.column).toBe(expected.column);
  });

  it("a delimiter that never occurs in the file", async () => {
    const error = await dataError(readText("a,b\n1,2\n3,4\n", { delimiter: ";" }));
    expect(error.code).toBe("wrong-delimiter");
    expect(error.message).toContain('the delimiter ";" never occurs in the file');
    expect(error.message).toContain('separated by ","');
    const single = await readText("a\n1\n2\n", { delimiter: ";" });
    expect(single.table.columns.map((c) => c.name)).toEqual(["a"]);
  });

  it("but warns of one column of several words in every line", async () => {
    const loaded = await readText("name age\nann 31\nbob 27\n");
    expect(loaded.warnings.join()).toContain('set source.delimiter to " "');
    expect((await readText("name\nann lee\nbob\n")).warnings).toEqual([]);
  });

  it("NDJSON that is not UTF-8, by its line", async () => {
    const error = await dataError(readText(Buffer.from('{"a":"x"}\n{"a":"é"}\n', "latin1"), {}, "a.ndjson"));
    expect([error.code, error.line]).toEqual(["not-utf8", 2]);
  });

  it("a key twice in one object, without showing its data", async () => {
    const error = await dataError(readText('{"a":1,"a":"secret"}\n', {}, "a.ndjson"));
    expect(error.message).toContain("duplicate key");
    expect(error.message).not.toContain("secret");
  });

  it("a date in Parquet that is beyond all calendars, without showing it", async () => {
    const path = newPath("late.parquet");
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (SELECT DATE '5881580-07-10' AS d) TO '${path}'`);
    connection.closeSync();
    const error = await dataError(readTable(path));
    expect(error.code).toBe("corrupt-parquet");
    expect(error.message).toContain("out of the range of its type");
    expect(error.message).not.toContain("5881580");
  });

  it("a missing file and a folder", async () => {
    expect((await dataError(readTable(newPath("none.csv")))).code).toBe("missing-file");
    const folder = newPath("folder.csv");
    mkdirSync(folder);
    expect((await dataError(readTable(folder))).code).toBe("directory");
  });

  it("a column that is not there, with the nearest name", async () => {
    const error = await dataError(readText("income,age\n1,2\n", { columns: ["Incom"] }));
    expect(error.message).toContain('Did you mean "income"?');
  });

  it("a late ragged row in a large file, by its line", async () => {
    const path = newPath("large.csv");
    writeFileSync(path, `a,b\n${"1,2\n".repeat(400_000)}3\n`);
    expect((await dataError(readTable(path))).line).toBe(400_002);
  });
});

describe("read with a warning", () => {
  it("one row", async () => {
    const loaded = await readText("a,b\n1,2\n");
    expect(loaded.warnings.join()).toContain("one row");
  });
});
