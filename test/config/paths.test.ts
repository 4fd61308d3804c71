import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { configPaths, formatOf, resolvePaths } from "../../src/config/paths.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syndata-paths-"));
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "data", "adult.csv"), "a\n1\n");
  symlinkSync(join(folder, "data", "adult.csv"), join(folder, "link.csv"));
  linkSync(join(folder, "data", "adult.csv"), join(folder, "hard.csv"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function paths(source: string, output?: Record<string, unknown>) {
  const text = JSON.stringify({ source: { path: source }, ...(output === undefined ? {} : { output }) });
  const { config, source: parsedText } = parseConfig(text, "a.synth.json");
  const found = configPaths({ config: config!, source: parsedText }, join(folder, "a.synth.json"));
  const marked = found.diagnostics.map((d) => text.slice(d.offset, d.offset + d.length));
  return { ...found, marked };
}

describe("configPaths", () => {
  it("reads paths relative to the config", () => {
    expect(paths("data/adult.csv", { path: "out/x.parquet" })).toMatchObject({
      source: join(folder, "data", "adult.csv"),
      output: join(folder, "out", "x.parquet"),
      format: "parquet",
      diagnostics: [],
    });
  });

  it("puts the output into synthetic/ when the config does not say", () => {
    expect(paths("data/adult.csv")).toMatchObject({
      output: join(folder, "synthetic", "adult.csv"),
      format: "csv",
    });
  });

  it("refuses an output that is the source, under any name", () => {
    for (const output of ["data/adult.csv", "./data/../data/adult.csv", "link.csv", "hard.csv"]) {
      const { diagnostics, marked } = paths("data/adult.csv", { path: output });
      expect(diagnostics).toMatchObject([{ severity: "error", code: "output-path" }]);
      expect(diagnostics[0]?.message).toContain("overwrite the real ones");
      expect(marked).toEqual([JSON.stringify(output)]);
    }
  });

  it("refuses an output that is the config or a folder", () => {
    expect(paths("data/adult.csv", { path: "a.synth.json" }).diagnostics).toMatchObject([
      { code: "output-path" },
    ]);
    expect(paths("data/adult.csv", { path: "data" }).diagnostics[0]?.message).toContain("is a folder");
  });

  it("finds a mistyped source", () => {
    const { diagnostics, marked } = paths("data/adlt.csv");
    expect(diagnostics).toMatchObject([
      { severity: "error", code: "missing-file", fix: { newText: '"data/adult.csv"' } },
    ]);
    expect(marked).toEqual(['"data/adlt.csv"']);
    expect(paths("nowhere/x.csv").diagnostics).toMatchObject([{ code: "missing-file" }]);
    expect(paths("data").diagnostics[0]?.message).toContain("is a folder");
  });

  it("warns when the ending of the output tells no format", () => {
    expect(paths("data/adult.csv", { path: "out.dat" }).diagnostics).toMatchObject([
      { code: "output-format" },
    ]);
    expect(paths("data/adult.csv", { path: "out.dat", format: "ndjson" })).toMatchObject({
      format: "ndjson",
      diagnostics: [],
    });
  });
});

describe("formatOf", () => {
  it.each([
    ["a.csv", "csv"],
    ["A.CSV.GZ", "csv"],
    ["a.tsv", "tsv"],
    ["a.b.parquet", "parquet"],
    ["a.jsonl", "ndjson"],
    ["a.json", "json"],
    ["a.xlsx", undefined],
    ["csv", undefined],
  ])("%s is %s", (path, format) => {
    expect(formatOf(path)).toBe(format);
  });
});

describe("resolvePaths", () => {
  it("leaves absolute paths alone", () => {
    const config = parseConfig('{ "source": { "path": "/data/a.csv" } }', "f").config!;
    expect(resolvePaths(config, "/project/a.synth.json").source).toBe("/data/a.csv");
  });
});
