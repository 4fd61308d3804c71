import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { GridFile } from "../../src/grid/gridFile.ts";
import type { GridEvent, GridQuery } from "../../src/protocol/grid.ts";
import { startInProcess } from "../../src/worker/inProcess.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-grid-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const none: GridQuery = { sort: null, where: [] };
let files = 0;

async function opened(text: string | Buffer, ending = ".csv") {
  const path = join(folder, `${files++}${ending}`);
  writeFileSync(path, text);
  const events: GridEvent[] = [];
  const grid = new GridFile(path, (event) => events.push(event));
  await grid.open(new AbortController().signal);
  return { grid, events };
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A column of a kind: its cells, and what each is compared by. */
const columnKinds: readonly { name: string; cells: fc.Arbitrary<{ text: string; key: number | string }> }[] =
  [
    {
      name: "number",
      cells: fc.integer({ min: -500, max: 500 }).map((v) => ({ text: String(v / 4), key: v / 4 })),
    },
    {
      name: "day",
      cells: fc.integer({ min: 0, max: 9000 }).map((day) => {
        const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
        return { text, key: day };
      }),
    },
    {
      name: "word",
      cells: fc
        .constantFrom("red", "blue", 'say "hi"', "two\nlines", "a,b", "ünï", "x".repeat(50))
        .map((text) => ({ text, key: text })),
    },
  ];

describe("rows of a table file", () => {
  it("shows the cells as written, in the order asked for, and those that meet the conditions", async () => {
    const row = fc.tuple(...columnKinds.map(({ cells }) => fc.option(cells, { freq: 8, nil: null })));
    const table = fc.array(row, { minLength: 40, maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async (rows, semicolons) => {
        const mark = semicolons ? ";" : ",";
        const line = (cells: readonly string[]) => cells.map((c) => cell(c)).join(mark);
        const text = [
          line(columnKinds.map(({ name }) => name)),
          ...rows.map((cells) => line(cells.map((c) => c?.text ?? ""))),
        ];
        const { grid, events } = await opened(`${text.join("\n")}\n`);
        const asFile = columnKinds.map((_, k) => rows.map((cells) => cells[k]?.text ?? null));
        expect((await grid.page(none, 0, 1000)).page.columns).toEqual(asFile);
        expect(events[0]).toMatchObject({ type: "first", all: true, page: { columns: asFile } });
        for (const [k, { name }] of columnKinds.entries()) {
          const { page } = await grid.page({ sort: { column: k, descending: false }, where: [] }, 0, 1000);
          const keys = page.numbers.map((i) => rows[i]![k]?.key ?? null);
          const present = keys.filter((key) => key !== null);
          expect(keys.slice(present.length).every((key) => key === null)).toBe(true);
          for (let i = 1; i < present.length; i++) {
            const [a, b] = [present[i - 1]!, present[i]!];
            expect(
              typeof a === "string"
                ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) <= 0
                : Number(a) <= Number(b),
            ).toBe(true);
          }
          const missing = await grid.page({ sort: null, where: [`${name}=missing`] }, 0, 1000);
          expect(missing.page.numbers).toEqual(rows.flatMap((cells, i) => (cells[k] === null ? [i] : [])));
        }
        const between = await grid.page(
          { sort: null, where: ["number=-20..31.5", "word=red|blue"] },
          0,
          1000,
        );
        expect(between.page.numbers).toEqual(
          rows.flatMap(([n, , w], i) =>
            n !== null &&
            w !== null &&
            Number(n?.key) >= -20 &&
            Number(n?.key) <= 31.5 &&
            /^(red|blue)$/.test(w!.text)
              ? [i]
              : [],
          ),
        );
        await grid.close();
      }),
      { numRuns: 6 },
    );
  });

  it.each([
    ["units and thousands", 'price,n\n"$1,250.50",1\n$900.00,2\n"$12,000.00",3\n', "price=1000..", 2],
    ["decimal commas", "preis;n\n1,5;1\n10,25;2\n2,75;3\n", "preis=2..3", 1],
    ["German dates", "tag;n\n31.12.2023;1\n01.02.2024;2\n15.02.2024;3\n", "tag=2024-02", 2],
    ["Latin-1", Buffer.from("stadt;n\nKöln;1\nMünchen;2\nKöln;3\n", "latin1"), "stadt=Köln", 2],
    ["ids and free text", "id,note\nA1,first\nA2,second one\nA3,third\n", "id=A2", 1],
  ])("filters %s", async (_name, text, where, total) => {
    const { grid } = await opened(text);
    expect((await grid.page({ sort: null, where: [where] }, 0, 10)).total).toBe(total);
    await grid.close();
  });

  it("reads JSON and Parquet, and sorts numbers as numbers", async () => {
    const { grid } = await opened(JSON.stringify([10, 9, 100].map((n) => ({ n, s: `v${n}` }))), ".json");
    const sort = { column: 0, descending: false };
    expect((await grid.page({ sort, where: [] }, 0, 10)).page.columns[1]).toEqual(["v9", "v10", "v100"]);
    await grid.close();
    const { parquet } = await writeParquet();
    const events: GridEvent[] = [];
    const file = new GridFile(parquet, (event) => events.push(event));
    await file.open(new AbortController().signal);
    const found = await file.page(
      { sort: { column: 0, descending: true }, where: ["day=2024-01-05.."] },
      0,
      10,
    );
    expect(found.page.columns).toEqual([
      ["100", "10"],
      ["2024-01-28", "2024-01-10"],
    ]);
    await file.close();
  });

  it("says what is wrong with a file and with a condition", async () => {
    await expect(opened("", ".csv")).rejects.toThrow(/is empty/);
    const { grid } = await opened("a,b\n1,2\n3,4\n");
    await expect(grid.page({ sort: null, where: ["c=1"] }, 0, 10)).rejects.toThrow(
      /^c=1: there is no column "c"/,
    );
    expect((await grid.page(none, 0, 10)).total).toBe(2);
    await grid.close();
    await expect(grid.page(none, 0, 10)).rejects.toThrow("the table was closed");
  });

  it("copies whole cells with their names through the jobs of the child", async () => {
    const path = join(folder, "copy.csv");
    const long = "x".repeat(1000);
    writeFileSync(path, `a,b,c\n1,"${long}",u\n2,"say ""hi""",v\n`);
    const seen: string[] = [];
    await startInProcess("openGrid", { grid: "g", data: path }, ({ type }) => seen.push(type)).result;
    expect(seen).toEqual(["first", "loaded", "summary", "summary", "summary"]);
    const copied = startInProcess("gridCopy", { grid: "g", query: none, rows: [0, 1], columns: [0, 1] });
    expect(await copied.result).toBe(`a,b\n1,${long}\n2,"say ""hi"""\n`);
    const shown = await startInProcess("gridPage", { grid: "g", query: none, offset: 0, rows: 10 }).result;
    expect(shown.page.columns[1]![0]!.length).toBeLessThan(500);
    await expect(
      startInProcess("gridPage", { grid: "h", query: none, offset: 0, rows: 1 }).result,
    ).rejects.toThrow("open it again");
  });
});

it("finds the nearest real row of every synthetic one", async () => {
  const write = (name: string, rows: readonly string[]): string => {
    const path = join(folder, name);
    writeFileSync(path, `n,kind,id\n${rows.join("\n")}\n`);
    return path;
  };
  const real = write("real.csv", ["0,a,1", "10,b,2", "20,a,3", "40,b,4"]);
  const synthetic = write("synthetic.csv", ["19,a,9", "0,a,8", "41,c,7"]);
  const config = join(folder, "pairs.synth.json");
  writeFileSync(config, JSON.stringify({ source: { path: "real.csv" }, columns: { id: { type: "id" } } }));
  const pairs = await startInProcess("rowPairs", { real, synthetic, config }).result;
  expect(pairs.nearest).toEqual([2, 0, 3]);
  // number 1/40 off, alike; 1/40 off and another kind: over two columns
  expect(pairs.distance.map((d) => Math.round(d * 1e6) / 1e6)).toEqual([0.0125, 0, 0.5125]);
});

async function writeParquet(): Promise<{ parquet: string }> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const parquet = join(folder, "p.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM (VALUES (10, DATE '2024-01-10'), (9, DATE '2024-01-02'), (100, DATE '2024-01-28')) t(n, day)) TO '${parquet}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return { parquet };
}
