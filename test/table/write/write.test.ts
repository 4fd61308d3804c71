import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FileFormat } from "../../../src/table/format.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { takeRows } from "../../../src/table/table.ts";
import { openTableWriter } from "../../../src/table/write/write.ts";
import { cells, dataError, newPath, outputColumns, readText, temporaryFiles } from "../files.ts";

const sample =
  'n,d,s,b,day,at,t\n1,2.50,x,true,2024-01-02,2024-01-02 03:04:05.5,09:05:00\n,,,,,,\n-3,0.25,"q""\n,",false,1969-12-31,1969-12-31 23:59:59,23:59:59\n';
const types = ["csv", "json", "ndjson", "parquet"] as const;

async function failing(write: (file: { write: unknown; sync: unknown }) => void, type: FileFormat["type"]) {
  const probe = await open(newPath("probe"), "w");
  write(Object.getPrototypeOf(probe));
  await probe.close();
  const loaded = await readText(sample);
  const path = newPath(`out.${type}`);
  writeFileSync(path, "what was there before");
  const error = await dataError(
    (async () => {
      const writer = await openTableWriter(path, { ...loaded.format, type }, outputColumns(loaded));
      await writer.write(loaded.table);
      await writer.close();
    })(),
  );
  vi.restoreAllMocks();
  expect(readFileSync(path, "utf8")).toBe("what was there before");
  expect(temporaryFiles()).toEqual([]);
  return error;
}

afterEach(() => vi.restoreAllMocks());

describe.each(types)("%s", (type) => {
  it("gives back the same cells and types", async () => {
    const loaded = await readText(sample);
    const path = newPath(`out.${type}`);
    const writer = await openTableWriter(path, { ...loaded.format, type }, outputColumns(loaded));
    await writer.write(takeRows(loaded.table, [0]));
    expect(existsSync(path)).toBe(false);
    await writer.write(takeRows(loaded.table, [1, 2]));
    const done = await writer.close();
    expect(done).toEqual({ rows: 3, bytes: readFileSync(path).length });
    const back = await readTable(path);
    expect(back.formats.map((f) => f.physical)).toEqual(loaded.formats.map((f) => f.physical));
    const columns = loaded.table.columns.map((_, k) => k);
    expect(columns.map((k) => cells({ ...back, formats: loaded.formats }, k))).toEqual(
      columns.map((k) => cells(loaded, k)),
    );
    expect(temporaryFiles()).toEqual([]);
  });

  it("leaves nothing behind when aborted", async () => {
    const loaded = await readText(sample);
    const path = newPath(`out.${type}`);
    const writer = await openTableWriter(path, { ...loaded.format, type }, outputColumns(loaded));
    await writer.write(loaded.table);
    await writer.abort();
    await writer.abort();
    expect(existsSync(path)).toBe(false);
    expect(temporaryFiles()).toEqual([]);
  });

  it("says that the disk is full and keeps the file that was there", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    const error = await failing(
      (handle) => vi.spyOn(handle as { write: () => unknown }, "write").mockRejectedValue(full),
      type,
    );
    expect(error.code).toBe("disk-full");
    expect(error.message).toMatch(/disk is full: .*Free some space/);
  });

  it("says that the folder is missing", async () => {
    const loaded = await readText(sample);
    const path = join(newPath("no-folder"), `out.${type}`);
    const error = await dataError(openTableWriter(path, { ...loaded.format, type }, outputColumns(loaded)));
    expect(error.code).toBe("missing-file");
    expect(error.message).toContain("Create the folder");
  });
});

it("says when syncing fails at the end", async () => {
  const failure = Object.assign(new Error("EDQUOT: quota"), { code: "EDQUOT" });
  const error = await failing(
    (handle) => vi.spyOn(handle as { sync: () => unknown }, "sync").mockRejectedValue(failure),
    "csv",
  );
  expect(error.code).toBe("disk-full");
});

it("refuses a folder as output, and a folder that may not be written to", async () => {
  const loaded = await readText(sample);
  const folder = newPath("folder.csv");
  mkdirSync(folder);
  expect((await dataError(openTableWriter(folder, loaded.format, outputColumns(loaded)))).code).toBe(
    "directory",
  );
  if (process.getuid?.() === 0) return;
  chmodSync(folder, 0o500);
  const error = await dataError(openTableWriter(join(folder, "a.csv"), loaded.format, outputColumns(loaded)));
  expect(error.code).toBe("no-permission");
});

it("writes through a symbolic link", async () => {
  const loaded = await readText("a,b\n1,x\n2,y\n");
  const target = newPath("target.csv");
  const link = newPath("link.csv");
  writeFileSync(target, "old");
  symlinkSync(target, link);
  const writer = await openTableWriter(link, loaded.format, outputColumns(loaded));
  await writer.write(loaded.table);
  await writer.close();
  expect(readFileSync(target, "utf8")).toBe("a,b\n1,x\n2,y\n");
});

it("writes a header alone when there are no rows", async () => {
  const loaded = await readText("a,b\n1,x\n2,y\n");
  const path = newPath("none.csv");
  const writer = await openTableWriter(path, loaded.format, outputColumns(loaded));
  expect(await writer.close()).toMatchObject({ rows: 0 });
  expect(readFileSync(path, "utf8")).toBe("a,b\n");
});

it("keeps the types of a Parquet file", async () => {
  const loaded = await readText('n,z,x\n1,"01",2.5\n2,"02",\n');
  const path = newPath("typed.parquet");
  const fileTypes = ["SMALLINT", "VARCHAR", "DECIMAL(9,2)"];
  const columns = outputColumns(loaded).map((c, k) => ({
    ...c,
    format: { ...c.format, fileType: fileTypes[k]! },
  }));
  const writer = await openTableWriter(path, { ...loaded.format, type: "parquet" }, columns);
  await writer.write(loaded.table);
  await writer.close();
  const back = await readTable(path);
  expect(back.formats.map((f) => f.fileType)).toEqual(fileTypes);
  expect(back.formats[2]).toMatchObject({ decimals: 2, fixedDecimals: true });
  expect(cells(back, 2)).toEqual(["2.50", null]);
});

it("writes rows larger than its buffer", async () => {
  const long = "é".repeat(1_500_000);
  const loaded = await readText(`a,b\n${long},1\nx,2\n`);
  const path = newPath("long.csv");
  const writer = await openTableWriter(path, loaded.format, outputColumns(loaded));
  await writer.write(loaded.table);
  await writer.close();
  expect(readFileSync(path, "utf8") === `a,b\n${long},1\nx,2\n`).toBe(true);
});
