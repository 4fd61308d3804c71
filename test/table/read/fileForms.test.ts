import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initConfig } from "../../../src/config/initConfig.ts";
import { profileTable } from "../../../src/table/profile/profileTable.ts";
import { cells, dataError, readText, writeBack } from "../files.ts";

/** A column as people have them: its cells, all of which a header cell of letters is unlike. */
const kinds: Readonly<Record<string, (i: number, salt: number) => string>> = {
  whole: (i, salt) => String((i * 7919 + salt) % 997),
  decimal: (i, salt) => (((i * 31 + salt) % 500) / 10 + 0.1).toFixed(1),
  date: (i, salt) => `20${10 + ((i + salt) % 14)}-0${1 + (i % 9)}-${10 + ((i * 3) % 19)}`,
  word: (i, salt) => ["red", "green", "blue"][(i * i + salt) % 3]!,
  email: (i, salt) => `p${i}.${salt}@example.org`,
};

const shapes = fc.record({
  columns: fc.array(fc.constantFrom(...Object.keys(kinds)), { minLength: 2, maxLength: 7 }),
  rows: fc.integer({ min: 12, max: 60 }),
  salt: fc.integer({ min: 0, max: 1000 }),
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
});

type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

function rowsOf({ columns, rows, salt }: Shape): string[][] {
  return Array.from({ length: rows }, (_, i) => columns.map((kind, k) => kinds[kind]!(i, salt + k)));
}

function namesOf({ columns }: Shape): string[] {
  return columns.map((kind, k) => `${kind} ${String.fromCharCode(97 + k)}`);
}

function joined(records: readonly (readonly string[])[], delimiter: string): string {
  return records.map((record) => `${record.join(delimiter)}\n`).join("");
}

async function recordsOf(text: string, options = {}) {
  const loaded = await readText(text, options);
  const columns = loaded.table.columns.map((_, k) => cells(loaded, k).map((cell) => cell ?? ""));
  return {
    loaded,
    names: loaded.table.columns.map((c) => c.name),
    rows: Array.from({ length: loaded.table.rows }, (_, i) => columns.map((column) => column[i]!)),
  };
}

const runs = { numRuns: 30 };

describe("a first line that is data", () => {
  it("is refused, and nothing of it is shown; named by number where the config says so, and written back without a header", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const rows = rowsOf(shape);
        const text = joined(rows, shape.delimiter);
        const error = await dataError(readText(text));
        expect(error.code).toBe("no-header");
        expect(error.message).toContain("source.header");
        for (const cell of rows[0]!) if (cell.length > 3) expect(error.message).not.toContain(cell);
        const read = await recordsOf(text, { header: false });
        expect(read.names).toEqual(shape.columns.map((_, k) => `column_${k + 1}`));
        expect(read.rows).toEqual(rows);
        expect((await writeBack(read.loaded)).toString()).toBe(text);
        const config = initConfig("people.csv", profileTable(read.loaded), { source: { header: false } });
        expect(config).toContain('"header": false');
        for (const cell of rows[0]!) if (cell.length > 5) expect(config).not.toContain(cell);
      }),
      runs,
    );
  });

  it("names of the columns are no data, whatever they are", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const numeric = shape.columns.some(
          (kind) => kind === "whole" || kind === "decimal" || kind === "date",
        );
        fc.pre(numeric);
        const read = await recordsOf(joined([namesOf(shape), ...rowsOf(shape)], shape.delimiter));
        expect(read.names).toEqual(namesOf(shape));
        expect(read.loaded.notes).toEqual([]);
      }),
      runs,
    );
  });

  it.each([
    ["years", (k: number) => String(1990 + k)],
    ["years with gaps", (k: number) => String(1990 + k * k)],
    ["numbers from 0", (k: number) => String(k)],
    ["numbers from 1", (k: number) => String(k + 1)],
  ])("%s may name columns of numbers", async (_, name) => {
    const rows = Array.from({ length: 30 }, (_, i) => [
      `place ${i}`,
      ...[0, 1, 2].map((k) => String(5 + i * 13 + k)),
    ]);
    const header = ["place", ...[0, 1, 2].map(name)];
    expect((await recordsOf(joined([header, ...rows], ","))).names).toEqual(header);
    expect((await recordsOf(joined([header.slice(1), ...rows.map((r) => r.slice(1))], ","))).names).toEqual(
      header.slice(1),
    );
  });

  it("is taken as the header where the config says that it is one", async () => {
    const read = await recordsOf("1,2\n3,4\n5,6\n7,9\n", { header: true });
    expect(read.names).toEqual(["1", "2"]);
  });

  it("may be a header that stands between the rows again", async () => {
    expect(
      (
        await recordsOf(
          joined(
            Array.from({ length: 9 }, (_, i) => (i % 3 ? ["1", "2"] : ["a", "b"])),
            ",",
          ),
        )
      ).names,
    ).toEqual(["a", "b"]);
  });
});

describe("lines above the table", () => {
  const notes = fc.array(
    fc.oneof(
      fc.constantFrom(
        "",
        "# a comment",
        "#",
        "Quarterly report",
        '"Source","World Bank",',
        "Last update,2024-05-01",
      ),
      fc.constant("# rows, of, something, or, other, with, many, commas"),
    ),
    { minLength: 1, maxLength: 6 },
  );

  it("are skipped where it is clear, or as many as the config says; the table is the same", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, notes, async (shape, above) => {
        fc.pre(shape.columns.length > 3 && /whole|decimal|date/.test(shape.columns.join()));
        const table = joined([namesOf(shape), ...rowsOf(shape)], ",");
        const plain = await recordsOf(table);
        const text = `${above.map((line) => `${line}\n`).join("")}${table}`;
        for (const options of [{}, { skip: above.length }]) {
          const read = await recordsOf(text, options);
          expect([read.names, read.rows]).toEqual([plain.names, plain.rows]);
        }
        const { loaded } = await recordsOf(text);
        expect(loaded.warnings.join()).toContain("source.skip");
        expect((await writeBack(loaded)).toString()).toBe(table);
      }),
      runs,
    );
  });

  it("filled up with delimiters, as spreadsheets write them", async () => {
    const read = await recordsOf("Sales 2024;;\n;;\nregion;units;price\nN;3;1,5\nS;4;2,5\nN;5;0,5\n");
    expect(read.names).toEqual(["region", "units", "price"]);
    expect(read.rows[1]).toEqual(["S", "4", "2,5"]);
  });

  it("a header behind a comment sign", async () => {
    const read = await recordsOf("##format 4\n#chrom\tpos\n1\t100\n2\t250\nX\t300\n", {});
    expect(read.names).toEqual(["#chrom", "pos"]);
  });

  it("errors below them name the line of the file", async () => {
    const error = await dataError(readText("note\n\na,b\n1,2\n3,4,5\n", { skip: 2 }));
    expect([error.code, error.line]).toEqual(["ragged-row", 5]);
    const short = await dataError(readText("a,b\n1,2\n3,4,5\n"));
    expect(short.message).toContain("source.skip");
  });

  it("comments between the rows are skipped and counted; values that start with # stay", async () => {
    const read = await recordsOf("a,b\n#1,2\n# note, with, commas\n#3,4\n");
    expect(read.rows).toEqual([
      ["#1", "2"],
      ["#3", "4"],
    ]);
    expect(read.loaded.warnings).toContain("1 comment line between the rows skipped");
    expect((await recordsOf("tag\n#a\n#b\n")).rows).toEqual([["#a"], ["#b"]]);
  });
});

describe("columns without a name", () => {
  it("are called by their number, and written back without a name", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), async (shape, at) => {
        const index = shape.columns.map((kind, k) => (k === at % shape.columns.length ? "whole" : kind));
        const table = { ...shape, columns: index };
        const names = namesOf(table).map((name, k) => (k === at % shape.columns.length ? "" : name));
        fc.pre(
          names.length > 2 && table.columns.filter((kind) => kind !== "word" && kind !== "email").length > 1,
        );
        const text = joined([names, ...rowsOf(table)], shape.delimiter);
        const read = await recordsOf(text);
        expect(read.names[at % names.length]).toBe(`column_${(at % names.length) + 1}`);
        expect(read.rows).toEqual(rowsOf(table));
        expect((await writeBack(read.loaded)).toString()).toBe(text);
        expect(read.loaded.warnings.join()).toContain("no name");
      }),
      runs,
    );
  });

  it.each([
    ["a delimiter at the end of every line", "a,b,\n1,x,\n2,y,\n3,x,\n", "a,b,\n1,x,\n2,y,\n3,x,\n"],
    ["a delimiter at the end of every row", "a,b\n1,x,\n2,y,\n3,x,\n", "a,b,\n1,x,\n2,y,\n3,x,\n"],
    [
      "row names as R writes them",
      '"a","b"\n"1",4,5\n"2",6,7\n"3",4,7\n',
      '"a","b"\n"1",4,5\n"2",6,7\n"3",4,7\n',
    ],
    ["a row index as pandas writes it", ",a\n0,x\n1,y\n", ",a\n0,x\n1,y\n"],
    ["a series as pandas writes it", ",0\n0,7\n1,9\n2,8\n", ",0\n0,7\n1,9\n2,8\n"],
  ])("%s", async (_, text, back) => {
    const { loaded } = await recordsOf(text);
    expect((await writeBack(loaded)).toString()).toBe(back);
    expect(loaded.warnings.join()).toContain("no name");
  });

  it("a name given twice by this is changed", async () => {
    const read = await recordsOf("column_2,,n\nx,y,1\nz,y,2\n");
    expect(read.names).toEqual(["column_2", "column_2_", "n"]);
  });
});

describe("quotes that do not pair", () => {
  const loose = fc.array(
    fc.constantFrom('"Tea" for two', 'He said "hi', '"', '"" twice "', "plain", '5" disk'),
    {
      minLength: 3,
      maxLength: 40,
    },
  );

  it("are characters like any other in a TSV, or where the config says so, and are written back as they were", async () => {
    await fc.assert(
      fc.asyncProperty(loose, fc.constantFrom("\t", ","), async (titles, delimiter) => {
        const text = `id${delimiter}title${delimiter}year\n${titles.map((t, i) => `${i}${delimiter}${t}${delimiter}${1990 + (i % 9)}\n`).join("")}`;
        const read = await recordsOf(text, { quotes: false });
        expect(read.rows.map((row) => row[1])).toEqual(titles);
        expect((await writeBack(read.loaded)).toString()).toBe(text);
        if (delimiter === "\t" && titles.some((t) => t.startsWith('"Tea"')))
          expect((await recordsOf(text)).rows).toEqual(read.rows);
      }),
      runs,
    );
  });

  it("far down a TSV", async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `${i}\t${i === 29_000 ? '"A" title' : "a title"}\n`,
    );
    const { loaded } = await recordsOf(`id\ttitle\n${rows.join("")}`);
    expect(loaded.table.rows).toBe(30_000);
    expect(loaded.warnings.join()).toContain("source.quotes");
  });

  it("stay an error in a CSV, which says what to do", async () => {
    expect((await dataError(readText('a,b\n1,"x"y\n'))).message).toContain("source.quotes");
  });
});

describe("nested columns", () => {
  it("are left out with a note that names them; the others are read", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<unknown>([1, 2], { x: 1 }, [["a"]], [{ y: [] }]),
        fc.integer({ min: 2, max: 20 }),
        async (value, rows) => {
          const text = Array.from({ length: rows }, (_, i) =>
            JSON.stringify({ a: i, n: value, b: "x" }),
          ).join("\n");
          const loaded = await readText(text, {}, "a.ndjson");
          expect(loaded.table.columns.map((c) => c.name)).toEqual(["a", "b"]);
          expect(loaded.leftOut.map((c) => c.name)).toEqual(["n"]);
          expect(loaded.warnings.join()).toContain('column "n" holds');
        },
      ),
      { numRuns: 8 },
    );
  });
});
