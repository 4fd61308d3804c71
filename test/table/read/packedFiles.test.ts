import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { fileFingerprint } from "../../../src/table/fingerprint.ts";
import { readHead } from "../../../src/table/read/fileHead.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { cells, dataError, fileOf, newPath } from "../files.ts";

/** A Zstandard frame of raw blocks (RFC 8878, section 3.1.1): content as it is, with headers around. */
function zstd(content: Buffer, blockBytes: number): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  const blocks: Buffer[] = [];
  for (let at = 0; at === 0 || at < content.length; at += blockBytes) {
    const block = content.subarray(at, at + blockBytes);
    const last = at + blockBytes >= content.length ? 1 : 0;
    const head = Buffer.alloc(3);
    head.writeUIntLE(last | (block.length << 3), 0, 3);
    blocks.push(head, block);
  }
  return Buffer.concat([header, ...blocks]);
}

describe("compressed files", () => {
  it("hold the same table as the plain file", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.stringMatching(/^[a-zé]{1,6}$/)), {
          minLength: 2,
          maxLength: 400,
        }),
        fc.integer({ min: 7, max: 2000 }),
        async (rows, blockBytes) => {
          const text = Buffer.from(`n,word\n${rows.map(([n, word]) => `${n},${word}x\n`).join("")}`);
          const plain = await readTable(fileOf(text));
          for (const [name, bytes] of [
            ["a.csv.gz", gzipSync(text)],
            ["a.csv.zst", zstd(text, blockBytes)],
          ] as const)
            expect((await readTable(fileOf(bytes, name))).table).toEqual(plain.table);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("of Zstandard are read whatever the size of their blocks, up to the format's 128 kB", async () => {
    const text = Buffer.from(
      `n,word\n${Array.from({ length: 25_000 }, (_, n) => `${n},w${n % 7}\n`).join("")}`,
    );
    for (const blockBytes of [1 << 15, (1 << 15) + 1, 100_000, 1 << 17]) {
      const { table } = await readTable(fileOf(zstd(text, blockBytes), "a.csv.zst"));
      expect([table.rows, table.columns.length]).toEqual([25_000, 2]);
    }
  });

  it("of Zstandard whose first bytes hold more than a table would do not fill the memory", async () => {
    // blocks of one byte that is repeated 128 kB times
    const block = Buffer.alloc(4);
    block.writeUIntLE((1 << 1) | ((1 << 17) << 3), 0, 3);
    block[3] = 0x61;
    const last = Buffer.from(block);
    last[0]! |= 1;
    const bomb = Buffer.concat([zstd(Buffer.alloc(0), 1).subarray(0, 6), ...Array(2000).fill(block), last]);
    const head = await readHead(fileOf(bomb, "a.csv.zst"));
    expect([head.bytes.length, head.whole]).toEqual([1 << 18, false]);
  });

  it("JSON too", async () => {
    const text = Buffer.from('{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n');
    for (const [name, bytes] of [
      ["a.ndjson.gz", gzipSync(text)],
      ["a.ndjson.zst", zstd(text, 9)],
    ] as const)
      expect(cells(await readTable(fileOf(bytes, name)), 1)).toEqual(["x", "y"]);
  });

  it("that are damaged or cut are refused", async () => {
    const text = Buffer.from("a,b\n1,2\n".repeat(2000));
    const whole = zstd(text, 1000);
    const error = await dataError(readTable(fileOf(whole.subarray(0, 9000), "a.csv.zst")));
    expect(error.code).toBe("corrupt-zstd");
  });

  it("that unpack to far more than a table would are refused before they fill the memory", async () => {
    const row = `${"x".repeat(9999)},1
`;
    const bomb = gzipSync(`a,b
${row.repeat(8000)}`);
    const error = await dataError(readTable(fileOf(bomb, "a.csv.gz")));
    expect([error.code, error.message.includes("200 times")]).toEqual(["too-large", true]);
  });
});

type CellValue = string | number | boolean | Date | null;

async function workbook(
  sheets: { name: string; rows: CellValue[][] }[],
  name = "book.xlsx",
): Promise<string> {
  return fileOf(await writeXlsx({ sheets }), name);
}

describe("Excel workbooks", () => {
  const rowsOf = (n: number, salt: number): CellValue[][] =>
    Array.from({ length: n }, (_, i) => [
      i + salt,
      ["north", "south, or so", 'the "east"'][(i + salt) % 3]!,
      ((i * 37 + salt) % 900) / 4,
      new Date(Date.UTC(2020, (i * 5) % 12, 1 + ((i * 7) % 28))),
      i % 3 === 0,
      `0${(i * 13 + salt) % 10}${i % 10}`,
    ]);

  it("have numbers, texts, dates and booleans as they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: 60 }), fc.nat(500), async (n, salt) => {
        const rows = rowsOf(n, salt);
        const header = ["id", "region", "amount", "day", "paid", "code"];
        const loaded = await readTable(await workbook([{ name: "Orders", rows: [header, ...rows] }]));
        expect(loaded.table.columns.map((c) => `${c.kind} ${c.name}`)).toEqual([
          "number id",
          "string region",
          "number amount",
          "datetime day",
          "string paid",
          "string code",
        ]);
        expect(cells(loaded, 0)).toEqual(rows.map((row) => String(row[0])));
        expect(cells(loaded, 1)).toEqual(rows.map((row) => row[1]));
        expect(cells(loaded, 3)).toEqual(rows.map((row) => (row[3] as Date).toISOString().slice(0, 10)));
        expect(cells(loaded, 4)).toEqual(rows.map((row) => (row[4] === true ? "TRUE" : "FALSE")));
        expect(cells(loaded, 5)).toEqual(rows.map((row) => row[5]));
      }),
      { numRuns: 10 },
    );
  });

  it("are read by the first sheet, or by the one that source.sheet names", async () => {
    const path = await workbook([
      {
        name: "A",
        rows: [
          ["x", "y"],
          [1, "a"],
          [2, "b"],
        ],
      },
      { name: "B", rows: [["Notes"], [], ["p", "q", "r"], [1, "u", 2.5], [3, "v", 4.5], [5, "u", 1.5]] },
    ]);
    const first = await readTable(path);
    expect(first.table.columns.map((c) => c.name)).toEqual(["x", "y"]);
    expect(first.warnings.join()).toContain('source.sheet names another one ("B")');
    const second = await readTable(path, { sheet: "B" });
    expect(second.table.columns.map((c) => c.name)).toEqual(["p", "q", "r"]);
    expect(second.table.rows).toBe(3);
    const error = await dataError(readTable(path, { sheet: "C" }));
    expect([error.code, error.message.includes('"A", "B"')]).toEqual(["unknown-sheet", true]);
  });

  it("that are none, or empty, are refused with what to do", async () => {
    expect((await dataError(readTable(fileOf("a,b\n1,2\n", "a.xlsx")))).code).toBe("corrupt-excel");
    expect((await dataError(readTable(fileOf(Buffer.from("PK\x03\x04rest"), "a.xlsx")))).code).toBe(
      "corrupt-excel",
    );
    expect((await dataError(readTable(await workbook([{ name: "A", rows: [] }])))).code).toBe("empty-file");
    expect(
      (
        await dataError(
          readTable(
            await workbook([
              {
                name: "A",
                rows: [
                  [7.5, 2],
                  [3.5, 4],
                  [5.5, 9],
                ],
              },
            ]),
          ),
        )
      ).code,
    ).toBe("no-header");
  });
});

describe("what is no plain file", () => {
  it("is refused at once: pipes, devices, folders, links in a circle, paths that are none", async () => {
    const pipe = newPath("pipe.csv");
    execFileSync("mkfifo", [pipe]);
    const loop = newPath("loop.csv");
    symlinkSync(loop, loop);
    for (const [path, code] of [
      [pipe, "not-a-file"],
      ["/dev/zero", "not-a-file"],
      [dirname(pipe), "directory"],
      [loop, "bad-path"],
      ["a\0b.csv", "bad-path"],
      [`${"x".repeat(5000)}.csv`, "bad-path"],
    ] as const) {
      expect((await dataError(readTable(path))).code).toBe(code);
      expect((await dataError(fileFingerprint(path))).code).toBe(code);
    }
  });

  it("JSON of many levels is refused by its line, before the native reader sees it", async () => {
    for (const text of [
      `[\n${"[".repeat(30_000)}`,
      `\n${'[{"a":'.repeat(10_000)}`,
      `{"a":1}\n{"a":${"[".repeat(500)}${"]".repeat(500)}}`,
      `${"]".repeat(30_000)}\n${"[".repeat(30_000)}`,
      `{"a":"\n${'{"a":'.repeat(10_000)}`,
    ]) {
      const error = await dataError(readTable(fileOf(text, "a.json")));
      expect([error.code, error.line]).toEqual(["too-deep", 2]);
    }
    const brackets = `{"a":"${"[".repeat(500)}\\"{","b":1}\n{"a":"x","b":2}\n`;
    expect((await readTable(fileOf(brackets, "a.ndjson"))).table.rows).toBe(2);
  });

  it("names with the signs of patterns, and folders like keys and values, are plain names", async () => {
    const folder = join(newPath("year=2024"), "x=1");
    mkdirSync(folder, { recursive: true });
    for (const name of ["t*.json", "a[1].json", "b?.ndjson", "c{1,2}.json", "100%'s.json"]) {
      const path = join(folder, name);
      writeFileSync(path, '{"a":1}\n{"a":2}\n');
      writeFileSync(join(folder, "tx.json"), '{"zzz":1}\n');
      const { table } = await readTable(path);
      expect(table.columns.map((c) => c.name)).toEqual(["a"]);
    }
  });
});
