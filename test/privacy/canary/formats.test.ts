import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeXlsx } from "hucre/xlsx";
import { beforeAll, expect, it } from "vitest";
import { readTable } from "../../../src/table/read/read.ts";
import { inThisProcess } from "../../cli/inThisProcess.ts";
import { scratchFolder } from "../../cli/runCli.ts";
import { canaryTable, leaksIn, leaksUnder } from "./canaries.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const isOwnData = (name: string): boolean => name.startsWith("own/");
const lines = canaryTable().trimEnd().split("\n");
const [header, ...cells] = lines.map((line) => line.split(","));
const typed = (cell: string): string | number => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell);
const records = cells.map((row) => Object.fromEntries(row.map((cell, j) => [header![j]!, typed(cell)])));

const sources: Readonly<Record<string, () => string | Uint8Array | Promise<Uint8Array>>> = {
  "people.tsv": () => canaryTable().replaceAll(",", "\t"),
  "people.csv.gz": () => gzipSync(canaryTable()),
  "people.json": () => JSON.stringify(records),
  "people.ndjson.gz": () => gzipSync(records.map((row) => `${JSON.stringify(row)}\n`).join("")),
  "people.xlsx": () =>
    writeXlsx({ sheets: [{ name: "People", rows: [header!, ...cells.map((row) => row.map(typed))] }] }),
};
const outputs = ["tsv", "csv.gz", "json", "ndjson", "ndjson.gz", "parquet"];

beforeAll(async () => {
  mkdirSync(join(folder, "own"));
  for (const [name, content] of Object.entries(sources))
    writeFileSync(join(folder, "own", name), await content());
});

/** What a written table tells once it is read, for formats whose bytes are packed. */
async function leaksInTable(name: string): Promise<string[]> {
  const { table } = await readTable(join(folder, name));
  const texts = table.columns.flatMap((column) =>
    column.kind === "string" ? column.dictionary : [...new Set(column.values)].map(String),
  );
  return leaksIn(texts.join("\n"), `${name} read`);
}

it("what the tables of these tests hold would be found in them", async () => {
  for (const name of Object.keys(sources))
    expect((await leaksInTable(`own/${name}`)).length, name).toBeGreaterThanOrEqual(8);
});

it.each(Object.keys(sources).map((name, i) => [name, i] as const))(
  "no value of one row of %s is told by its config, model, table, report or messages",
  async (source, i) => {
    const config = `${i}.synth.json`;
    const made = await syndata(["init", `own/${source}`, "-o", config], folder);
    expect([made.code, leaksIn(made.stdout + made.stderr, "init")]).toEqual([0, []]);
    const output = `made-${i}.${outputs[i % outputs.length]}`;
    const flags = ["--set", "model.type=independent", "--set", `output.path=${output}`];
    const ran = await syndata(["run", config, "--json", ...flags], folder);
    expect([ran.code, leaksIn(ran.stdout + ran.stderr, "run")]).toEqual([0, []]);
    const evaluated =
      i % 2 === 0
        ? [["report", "--real", `own/${source}`, "--synthetic", output, "--json", `r-${i}.json`]]
        : [];
    for (const command of [
      ["pii", `own/${source}`, "--json"],
      ["rules", `own/${source}`, "--json"],
      ["validate", config, "--json"],
      ...evaluated,
    ]) {
      const end = await syndata(command, folder);
      expect([command[0], end.code, leaksIn(end.stdout + end.stderr, command[0]!)]).toEqual([
        command[0],
        0,
        [],
      ]);
    }
    expect(await leaksInTable(output)).toEqual([]);
    expect(leaksUnder(folder, isOwnData)).toEqual([]);
  },
);

it.each(outputs)("nor by a table that its model writes as .%s", async (format) => {
  const out = `more.${format}`;
  const end = await syndata(["sample", "0.synthmodel", "--rows", "400", "--out", out], folder);
  expect([end.code, leaksIn(end.stdout + end.stderr, "sample")]).toEqual([0, []]);
  expect(await leaksInTable(out)).toEqual([]);
});
