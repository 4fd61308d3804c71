import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sample } from "../../src/pipeline/stages/sample.ts";
import { loadTrained } from "../../src/pipeline/trainedModel.ts";

const folder = "test/fixtures/models";
const names = readdirSync(folder).filter((name) => name.endsWith(".synthmodel"));

describe("a model file written by an older version", () => {
  it.each(names)("gives the same rows: %s", async (name) => {
    const scratch = await mkdtemp(join(tmpdir(), "older-models-"));
    const trained = await loadTrained(join(folder, name));
    try {
      const to = join(scratch, "out.csv");
      await sample({
        model: trained.model,
        restore: trained.restore,
        rows: 25,
        seed: 3,
        to,
        format: trained.format,
        formats: trained.columns,
        keep: 0,
        signal: new AbortController().signal,
        progress: () => undefined,
      });
      const expected = readFileSync(join(folder, name.replace(".synthmodel", ".csv")), "utf8");
      expect(await readFile(to, "utf8")).toBe(expected);
    } finally {
      await trained.model.dispose();
      await rm(scratch, { recursive: true });
    }
  });

  it("has every kind of plan and every model family", async () => {
    const kinds = new Set<string>();
    for (const name of names) {
      const trained = await loadTrained(join(folder, name));
      for (const { kind } of trained.restore.columns) kinds.add(kind);
      await trained.model.dispose();
    }
    expect([...kinds].sort()).toEqual([
      "category",
      "constant",
      "counted",
      "datetime",
      "determined",
      "elapsed",
      "missing",
      "number",
      "pattern",
    ]);
    expect(names).toHaveLength(7);
  });
});
