import "../../fixedSeeds.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { splitHoldoutSample } from "../../../src/pipeline/holdout.ts";
import { literal, withDuckDb } from "../../../src/table/duckdb.ts";
import { protectedRange } from "../../../src/table/protection/protectedRange.ts";
import { roundDates, roundNumbers } from "../../../src/table/protection/roundValues.ts";
import { type LoadedTable, readTable } from "../../../src/table/read/read.ts";
import { sampleSize } from "../../../src/table/read/sampled/sampleSize.ts";
import { type Column, findColumn, takeRows } from "../../../src/table/table.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-sampled-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = 6000;
const late = 5;

/** Row number, a number with gaps, a few cities (one of them in the last rows only), free text with quotes and line ends. */
function csvOf(newline: string, quoteAll: boolean): string {
  const cell = (text: string) => (quoteAll || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [["row", "amount", "city", "note"].map(cell).join(",")];
  for (let i = 0; i < rows; i++) {
    const amount = i % 7 === 0 ? "" : String(((i * 7919) % 10_007) / 10);
    const city = i >= rows - late ? "Zürich" : i % 11 === 0 ? "" : ["Bern", "Basel", "Genève"][i % 3]!;
    lines.push([String(i), amount, city, i % 5 === 0 ? `a "${i}",\nb` : `plain ${i}`].map(cell).join(","));
  }
  return lines.join(newline) + newline;
}

function values(column: Column): (string | number | null)[] {
  return column.kind === "string"
    ? Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!))
    : Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
}

function rowNumbers({ table }: LoadedTable): number[] {
  return values(findColumn(table, "row")!).map(Number);
}

const csv = join(folder, "plain.csv");
writeFileSync(csv, csvOf("\n", false));

test("every row of a sample is the row of the file, and the counts are those of the whole", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.integer({ min: 200, max: 3000 }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      async (newline, quoteAll, size, seed) => {
        const path = join(folder, "generated.csv");
        writeFileSync(path, csvOf(newline, quoteAll));
        const all = await readTable(path);
        const part = await readTable(path, { sample: { seed, rows: size } });
        const sample = part.sample!;
        expect(sample.rows).toBe(rows);
        expect(sample.pinned.filter((pin) => pin === 0).length).toBeLessThanOrEqual(size);
        expect(part.table.rows).toBeGreaterThanOrEqual(size);
        const expected = takeRows(all.table, rowNumbers(part));
        for (const [k, column] of part.table.columns.entries())
          expect(values(column)).toEqual(values(expected.columns[k]!));
        for (const [k, column] of all.table.columns.entries()) {
          const cells = values(column);
          const whole = sample.columns[k]!;
          expect(whole.missing).toBe(cells.filter((cell) => cell === null).length);
          if (whole.distinct !== null)
            expect(whole.distinct).toBe(new Set(cells.filter((cell) => cell !== null)).size);
        }
        expect(sample.columns[0]).toMatchObject({ min: 0, max: rows - 1 });
        expect(sample.columns[2]!.counts!.get("Zürich")).toBe(late);
        expect(values(findColumn(part.table, "city")!).filter((city) => city === "Zürich")).toHaveLength(
          late,
        );
      },
    ),
    { numRuns: 6 },
  );
});

test("CSV, compressed or in Latin-1, Parquet and NDJSON draw the same rows, which the seed decides", async () => {
  const request = { sample: { seed: 7, rows: 1000 } };
  const first = await readTable(csv, request);
  for (const ending of ["parquet", "ndjson"]) {
    const path = join(folder, `same.${ending}`);
    const format = ending === "parquet" ? "PARQUET, ROW_GROUP_SIZE 2048" : "JSON";
    await withDuckDb([csv, path], (connection) =>
      connection.run(
        `COPY (SELECT * FROM read_csv(${literal(csv)}, header=true)) TO ${literal(path)} (FORMAT ${format})`,
      ),
    );
    const same = await readTable(path, request);
    expect(rowNumbers(same)).toEqual(rowNumbers(first));
    expect(same.sample!.rows).toBe(rows);
    expect([...same.sample!.hashes]).toEqual([...first.sample!.hashes]);
    expect([...same.sample!.pinned]).toEqual([...first.sample!.pinned]);
    expect(same.sample!.columns[2]).toEqual(first.sample!.columns[2]);
    expect(same.sample!.columns[1]!.missing).toBe(first.sample!.columns[1]!.missing);
  }
  const latin = join(folder, "latin.csv");
  writeFileSync(latin, Buffer.from(csvOf("\n", false), "latin1"));
  expect(rowNumbers(await readTable(latin, request))).toEqual(rowNumbers(first));
  expect(rowNumbers(await readTable(csv, request))).toEqual(rowNumbers(first));
  expect(rowNumbers(await readTable(csv, { sample: { seed: 8, rows: 1000 } }))).not.toEqual(
    rowNumbers(first),
  );
});

test("names of columns make no difference to the rows drawn", async () => {
  const named = async (names: readonly [string, string, string], parquet = false) => {
    const path = join(folder, `${names.join("-")}.ndjson`);
    const lines = Array.from({ length: rows }, (_, i) => {
      const cells = [i, i % 7, rows - i];
      return JSON.stringify(Object.fromEntries(names.map((name, k) => [name, cells[k]])));
    });
    writeFileSync(path, `${lines.join("\n")}\n`);
    const packed = path.replace(".ndjson", ".parquet");
    if (parquet)
      await withDuckDb([path, packed], (connection) =>
        connection.run(`COPY (SELECT * FROM read_json(${literal(path)})) TO ${literal(packed)}`),
      );
    const request = { sample: { seed: 7, rows: 1000 } };
    const { table, sample } = await readTable(parquet ? packed : path, request);
    return { cells: table.columns.map(values), hashes: sample!.hashes, pinned: sample!.pinned };
  };
  const plain = await named(["a", "b", "c"]);
  expect(plain.cells[0]).toHaveLength(1000);
  expect(await named(["row", "hash", "R"])).toEqual(plain);
  expect(await named(["h", "r", "row_"])).toEqual(plain);
  expect(await named(["File_Row_Number", "row", "file_row_number_"])).toEqual(plain);
  expect(await named(["File_Row_Number", "row", "file_row_number_"], true)).toEqual(plain);
});

test("all rows are read where they fit, and no fault of a row that is not drawn passes unseen", async () => {
  const asked = await readTable(csv, { sample: { seed: 1, rows } });
  expect(asked.sample).toBeUndefined();
  expect(asked.table).toEqual((await readTable(csv)).table);
  const ragged = join(folder, "ragged.csv");
  writeFileSync(ragged, `${csvOf("\n", false)}1,2\n`);
  await expect(readTable(ragged, { sample: { seed: 1, rows: 100 } })).rejects.toThrow(/line 7202: 2 cells/);
});

test("a sample is drawn where a run on all rows would not fit, and keeps within two gigabytes", () => {
  const memory = 8e9;
  expect(sampleSize({ rows: 1e6, columns: 20, rowBytes: 120 }, { seed: 0 }, memory)).toBeNull();
  const size = sampleSize({ rows: 2e8, columns: 20, rowBytes: 100 }, { seed: 0 }, memory)!;
  expect(size * (20 * 60 + 100)).toBeLessThan(1.2e9);
  const wide = sampleSize({ rows: 1e6, columns: 2000, rowBytes: 12_000 }, { seed: 0 }, memory)!;
  expect(wide).toBeGreaterThan(5000);
  expect(sampleSize({ rows: 1e6, columns: 20, rowBytes: 120 }, { seed: 0, rows: 5000 }, memory)).toBe(5000);
});

test("the holdout of a sample are the rows drawn last, none of them kept for a rare value", async () => {
  const { sample } = await readTable(csv, { sample: { seed: 3, rows: 1000 } });
  const { training, holdout } = splitHoldoutSample(sample!, 200);
  expect(holdout).toHaveLength(200);
  expect([...training, ...holdout].sort((a, b) => a - b)).toEqual(
    Array.from({ length: sample!.hashes.length }, (_, row) => row),
  );
  expect(holdout.some((row) => sample!.pinned[row] === 1)).toBe(false);
  const lowest = Math.min(...Array.from(holdout, (row) => sample!.hashes[row]!));
  for (const row of training) expect(sample!.pinned[row] === 1 || sample!.hashes[row]! <= lowest).toBe(true);
});

test("the range that may be told of a large sample is that of all rows, for numbers and dates, in every format", async () => {
  const random = new Random(11);
  const many = 50_000;
  const lines = ["step,income,day,late"];
  for (let i = 0; i < many; i++) {
    const income = Math.round(Math.exp(10 + 1.2 * random.normal()));
    const day = new Date(1.6e12 + Math.floor(2000 * random.normal()) * 86_400_000).toISOString().slice(0, 10);
    // six rows of the end reach further than all others
    const last = i >= many - 6 ? 1000 + i : i % 9;
    lines.push(`${i},${income},${day},${last}`);
  }
  const path = join(folder, "tails.csv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  const packed = join(folder, "tails.parquet");
  await withDuckDb([path, packed], (connection) =>
    connection.run(
      `COPY (SELECT * FROM read_csv(${literal(path)}, header=true)) TO ${literal(packed)} (FORMAT PARQUET, ROW_GROUP_SIZE 4096)`,
    ),
  );
  const all = (await readTable(path)).table;
  const rangeOf = (column: Column) =>
    protectedRange(column.kind === "string" ? new Float64Array() : column.values, {
      k: 5,
      candidates: column.kind === "datetime" ? roundDates : roundNumbers,
    });
  const parts = [];
  for (const file of [path, packed]) {
    const part = await readTable(file, { sample: { seed: 4, rows: 20_000 } });
    expect(part.sample!.pinned.filter((pin) => pin === 1).length).toBeLessThan(150);
    for (const column of all.columns)
      expect([column.name, rangeOf(findColumn(part.table, column.name)!)]).toEqual([
        column.name,
        rangeOf(column),
      ]);
    parts.push(values(findColumn(part.table, "step")!));
  }
  expect(parts[1]).toEqual(parts[0]);
});
