import { describe, expect, it } from "vitest";
import { configBeside, freeName, isConfigFile, isDataFile, stem } from "../../src/extension/files.ts";

describe("file names", () => {
  it.each([
    "a.csv",
    "A.CSV",
    "b.tsv",
    "c.parquet",
    "d.json",
    "e.ndjson",
    "f.jsonl",
    "g.csv.gz",
    "h.xlsx",
    "i.csv.zst",
  ])("takes %s for a table", (name) => {
    expect(isDataFile(name)).toBe(true);
  });

  it.each(["a.synth.json", "a.docx", "a.csv.bak", "a.gz", "csv"])("does not take %s for a table", (name) => {
    expect(isDataFile(name)).toBe(false);
  });

  it("knows configs, but not the copies in run folders", () => {
    expect(isConfigFile("/w/a.synth.json")).toBe(true);
    expect(isConfigFile("/w/.syndata/runs/x/config.synth.json")).toBe(false);
    expect(isConfigFile("C:\\w\\.syndata\\runs\\x\\config.synth.json")).toBe(false);
    expect(isConfigFile("/w/a.json")).toBe(false);
  });

  it("puts the config beside the table", () => {
    expect(configBeside("/w/data/adult.csv.gz")).toBe("/w/data/adult.synth.json");
    expect(stem("/w/a.b.csv")).toBe("a.b");
  });

  it("finds a free name", () => {
    expect(freeName("a", () => false)).toBe("a");
    expect(freeName("a", (n) => n === "a" || n === "a-2")).toBe("a-3");
  });
});
