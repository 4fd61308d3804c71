import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readTable } from "../../src/table/read/read.ts";
import { inThisProcess } from "./inThisProcess.ts";
import { scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
copyFileSync("test/fixtures/models/independent.synthmodel", join(folder, "m.synthmodel"));
const sample = (...args: string[]) =>
  syndata(
    ["sample", "m.synthmodel", "--rows", "4500", "--seed", "9", "--shard-rows", "1000", ...args],
    folder,
  );
const at = (...names: string[]) => join(folder, ...names);
const partsOf = (name: string) =>
  readdirSync(at(name, "parts")).map((part) => readFileSync(at(name, "parts", part)));

it("parts made by two processes, after one was lost, are one table: that of a single file", {
  timeout: 120_000,
}, async () => {
  expect((await sample("--out", "whole.csv", "--quiet")).code).toBe(0);
  const made = await sample("--parts", "csv", "--workers", "2", "--out", "two");
  expect(made.stderr).toContain("4,500 rows in 5 parts");
  expect(Buffer.concat(partsOf("two"))).toEqual(readFileSync(at("whole.csv")));
  // as after a kill: no manifest, one part without its record, one half-written
  const manifest = readFileSync(at("two/manifest.json"), "utf8");
  rmSync(at("two/manifest.json"));
  writeFileSync(at("two/parts/00002.csv.ab12cd34.tmp"), "half");
  expect((await sample("--parts", "csv", "--out", "two", "--quiet")).code).toBe(0);
  expect(readFileSync(at("two/manifest.json"), "utf8")).toBe(manifest);
  expect(readdirSync(at("two/parts"))).toHaveLength(5);
});

it("Parquet parts are tables each", { timeout: 60_000 }, async () => {
  expect((await sample("--parts", "parquet", "--out", "p", "--quiet")).code).toBe(0);
  const rows = await Promise.all(
    ["00000", "00004"].map(async (part) => (await readTable(at(`p/parts/${part}.parquet`))).table.rows),
  );
  expect(rows).toEqual([1000, 500]);
});

it("a folder of another request and processes without parts are refused", { timeout: 60_000 }, async () => {
  const other = await sample("--parts", "csv", "--out", "two", "--where", "species=Adelie");
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("holds parts of another request")]);
  const alone = await sample("--workers", "2", "--out", "a.csv");
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining("--workers needs --parts")]);
});
