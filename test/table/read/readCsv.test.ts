import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readTable } from "../../../src/table/read/read.ts";
import { cells, readText, writeBack } from "../files.ts";

const kinds = (loaded: Awaited<ReturnType<typeof readText>>) => loaded.formats.map((f) => f.physical);

describe("types", () => {
  it("reads integers, decimals and text as they are written", async () => {
    const loaded = await readText("a,b,c\n1,2.50,x\n-3,4.25,y\n0,0.00,x\n");
    expect(kinds(loaded)).toEqual(["integer", "decimal", "text"]);
    const [a, b, c] = loaded.table.columns;
    expect(a).toMatchObject({ kind: "number", values: Float64Array.of(1, -3, 0) });
    expect(b).toMatchObject({ kind: "number", values: Float64Array.of(2.5, 4.25, 0) });
    expect(c).toMatchObject({ kind: "string", codes: Int32Array.of(0, 1, 0), dictionary: ["x", "y"] });
    expect(loaded.formats[1]).toMatchObject({ decimals: 2, fixedDecimals: true, keepPoint: true });
  });

  it("keeps leading zeros and integers beyond 2^53 as text", async () => {
    const loaded = await readText("zip,big\n01234,9007199254740993\n99999,12345678901234567890\n");
    expect(kinds(loaded)).toEqual(["text", "text"]);
    expect(cells(loaded, 1)).toEqual(["9007199254740993", "12345678901234567890"]);
  });

  it("tells integers, one fixed number of decimals, and free decimals apart", async () => {
    const loaded = await readText(
      "i,fixed,free,point,long\n1,1.00,1,1.0,0.1234567890123456\n2,2.50,2.5,2.25,1e-7\n",
    );
    expect(
      loaded.formats.map(({ decimals, fixedDecimals, keepPoint }) => [decimals, fixedDecimals, keepPoint]),
    ).toEqual([
      [0, false, false],
      [2, true, true],
      [1, false, false],
      [2, false, true],
      [null, false, false],
    ]);
  });

  it("reads decimal commas where the delimiter is not a comma", async () => {
    const loaded = await readText("a;b\n1,5;x\n2,25;y\n");
    expect(loaded.format.delimiter).toBe(";");
    expect(loaded.formats[0]).toMatchObject({ physical: "decimal", decimalPoint: ",", decimals: 2 });
    expect(loaded.table.columns[0]).toMatchObject({ values: Float64Array.of(1.5, 2.25) });
  });

  it("knows booleans by their spelling", async () => {
    const loaded = await readText("a,b,c,d\ntrue,Yes,T,0\nfalse,No,F,1\n");
    expect(kinds(loaded)).toEqual(["boolean", "boolean", "boolean", "integer"]);
  });

  it("re-reads a column as text when text turns up after the sample", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => (i === 2500 ? "n.d.,1" : `${i}.50,${i}`));
    const loaded = await readText(`a,b\n${rows.join("\n")}\n`);
    expect(kinds(loaded)).toEqual(["text", "integer"]);
    expect(cells(loaded, 0)[0]).toBe("0.50");
    expect(loaded.warnings.join()).toContain("that of row 2501");
  });

  it("reads dates beside tokens that are none, and says why a column is not all dates", async () => {
    const loaded = await readText("a,b\n2024-01-02,x\n?,y\n0000-00-00,y\n?,z\n");
    expect(kinds(loaded)[0]).toBe("date");
    expect(cells(loaded, 0)).toEqual(["2024-01-02", null, null, null]);
    expect(loaded.formats[0]!.missingToken).toBe("?");
    const days = Array.from({ length: 28 }, (_, i) => `2024-02-${String(i + 1).padStart(2, "0")},${i}`);
    const broken = await readText(`a,b\n${days.join("\n")}\n2024-02-30,1\n`);
    expect(broken.warnings.join()).toContain(
      "mostly dates, but read as text because of values such as that of row 29",
    );
  });

  it("warns of thousands separators that not all numbers have", async () => {
    const loaded = await readText('a,b\n"1,234",1\n12500,2\n');
    expect(kinds(loaded)[0]).toBe("text");
    expect(loaded.warnings.join()).toContain("thousands separators");
  });
});

describe("missing", () => {
  it("keeps the token of each column", async () => {
    const loaded = await readText("a,b,c\nNA,,1\n2,x,NULL\nNA,,3\n");
    expect(loaded.formats.map((f) => f.missingToken)).toEqual(["NA", "", "NULL"]);
    expect(cells(loaded, 0)).toEqual([null, "2", null]);
    expect(cells(loaded, 1)).toEqual([null, "x", null]);
  });

  it("takes ? and - for values among text and for missing among numbers", async () => {
    const loaded = await readText("job,age\n?,?\nclerk,31\n?,40\n");
    expect(cells(loaded, 0)).toEqual(["?", "clerk", "?"]);
    expect(cells(loaded, 1)).toEqual([null, "31", "40"]);
  });

  it("goes by the tokens given", async () => {
    const loaded = await readText("job,age\n?,NA\nclerk,31\n", { missing: ["?"] });
    expect(cells(loaded, 0)).toEqual([null, "clerk"]);
    expect(cells(loaded, 1)).toEqual(["NA", "31"]);
  });

  it("keeps the most frequent of several tokens and warns", async () => {
    const loaded = await readText("a,b\nNA,1\n,2\nNA,3\n4,4\n");
    expect(loaded.formats[0]!.missingToken).toBe("NA");
    expect(loaded.warnings.join()).toContain("2 ways (NA: 2, empty: 1)");
  });

  it("reads infinities as missing with a warning", async () => {
    const loaded = await readText("a,b\n1,x\nInfinity,y\n-inf,z\nNaN,z\n");
    expect(cells(loaded, 0)).toEqual(["1", null, null, null]);
    expect(loaded.formats[0]!.missingToken).toBe("NaN");
    expect(loaded.warnings.join()).toContain("2 infinite values");
  });

  it("tells an empty text in quotes from a missing one", async () => {
    const loaded = await readText('a,b\n"",1\n,2\nx,3\n');
    expect(cells(loaded, 0)).toEqual(["", null, "x"]);
  });

  it("takes a quoted NA for text, unless everything is quoted", async () => {
    expect(cells(await readText('a,b\n"NA",1\nNA,2\nx,3\n'), 0)).toEqual(["NA", null, "x"]);
    const all = await readText('"a","b"\n"NA","1"\n"x","2"\n');
    expect(cells(all, 0)).toEqual([null, "x"]);
    expect(cells(all, 1)).toEqual(["1", "2"]);
    expect(all.format.quoting).toBe("all");
  });

  it("leaves a column without any value as missing text", async () => {
    const loaded = await readText("a,b\n,1\n,2\n");
    expect(cells(loaded, 0)).toEqual([null, null]);
    expect(kinds(loaded)[0]).toBe("text");
  });
});

describe("dialect", () => {
  it.each([
    ["tab", "a\tb\n1\tx\n2\ty\n", "\t"],
    ["pipe", "a|b\n1|x,y\n2|y,z\n", "|"],
    ["comma and space", "a, b\n1, x\n2, y\n", ", "],
    ["one column", "a\nx\ny\n", ","],
  ])("finds the delimiter: %s", async (_, text, delimiter) => {
    const loaded = await readText(text);
    expect(loaded.format.delimiter).toBe(delimiter);
    expect(loaded.table.rows).toBe(2);
  });

  it("reads quoted delimiters, quotes and newlines", async () => {
    const loaded = await readText('a,b\n"x, y",1\n"say ""hi""",2\n"two\nlines",3\n5" pipe,4\n');
    expect(cells(loaded, 0)).toEqual(["x, y", 'say "hi"', "two\nlines", '5" pipe']);
  });

  it("reads CRLF, a byte-order mark, no newline at the end, and blank lines", async () => {
    const loaded = await readText("\ufeffa,b\r\n1,x\r\n\r\n2,y");
    expect(loaded.format).toMatchObject({ newline: "\r\n", bom: true });
    expect(loaded.table.columns.map((c) => c.name)).toEqual(["a", "b"]);
    expect(cells(loaded, 1)).toEqual(["x", "y"]);
    expect(loaded.warnings).toContain("1 blank line skipped");
  });

  it("reads lone carriage returns", async () => {
    expect(cells(await readText("a,b\r1,x\r2,y\r"), 1)).toEqual(["x", "y"]);
  });

  it("reads Latin-1, UTF-16 of both byte orders, and gzip", async () => {
    const text = "name,n\nZoë,1\nÅsa,2\n";
    const latin = await readText(Buffer.from(text, "latin1"));
    expect(latin.format.encoding).toBe("latin-1");
    expect(latin.warnings.join()).toContain("Latin-1");
    const little = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const [bytes, encoding] of [
      [little, "utf-16"],
      [Buffer.from(little).swap16(), "utf-16be"],
      [Buffer.from(text, "utf16le"), "utf-16"],
    ] as const) {
      const loaded = await readText(bytes);
      expect(loaded.format.encoding).toBe(encoding);
      expect(await writeBack(loaded)).toEqual(bytes);
      expect(cells(loaded, 0)).toEqual(["Zoë", "Åsa"]);
    }
    expect(cells(latin, 0)).toEqual(["Zoë", "Åsa"]);
    const zipped = await readText(gzipSync(text), {}, "data.csv.gz");
    expect(zipped.format.compression).toBe("gzip");
    expect(cells(zipped, 0)).toEqual(["Zoë", "Åsa"]);
  });

  it("finds Latin-1 far down the file", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `row ${i},${i}`).join("\n");
    const loaded = await readText(Buffer.from(`a,b\n${rows}\nÅsa,0\n`, "latin1"));
    expect(cells(loaded, 0).at(-1)).toBe("Åsa");
  });

  it("reads cells across the chunks of a large file", async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `"é ""${i}"" ${"x".repeat(i % 90)}\n",${i}`);
    const loaded = await readText(`a,b\n${rows.join("\n")}\n`);
    expect(loaded.table.rows).toBe(40_000);
    expect(cells(loaded, 0)[39_999]).toBe(`é "39999" ${"x".repeat(39_999 % 90)}\n`);
    expect(loaded.table.columns[1]).toMatchObject({ kind: "number" });
  });

  it("reads some columns and some rows", async () => {
    const loaded = await readText("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", { columns: ["c", "a"], maxRows: 2 });
    expect(loaded.table.columns.map((c) => c.name)).toEqual(["a", "c"]);
    expect(loaded.table.rows).toBe(2);
  });

  it("reads a thousand columns", async () => {
    const names = Array.from({ length: 1000 }, (_, k) => `c${k}`);
    const loaded = await readText(
      `${names.join()}\n${names.map((_, k) => k).join()}\n${names.map(() => "x").join()}\n`,
    );
    expect(loaded.table.columns.length).toBe(1000);
    expect(cells(loaded, 999)).toEqual(["999", "x"]);
  });
});

it("reads Adult as published: six integer columns, nine of text, ? a category", async () => {
  const loaded = await readTable("examples/adult.csv");
  expect(loaded.table.columns.filter((c) => c.kind === "number").length).toBe(6);
  expect(loaded.warnings).toEqual([]);
  const work = loaded.table.columns.find((c) => c.name === "workclass");
  expect(work?.kind === "string" && work.dictionary.includes("?")).toBe(true);
});
