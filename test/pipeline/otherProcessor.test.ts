import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { madeHere, PartsFolder, type PartsPlan } from "../../src/pipeline/shards/partsFolder.ts";

const root = mkdtempSync(join(tmpdir(), "syndata-parts-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const planOf = (type: string): PartsPlan => ({
  ...madeHere,
  model: { type, sha256: "0".repeat(64) },
  ...{ rows: 2000, seed: 1, where: [], format: "csv", shardRows: 1000, shards: 2 },
});

it.each(["argn", "ctgan", "copulaGan", "tvae"])(
  "parts of %s begun on another kind of processor are not continued here",
  async (type) => {
    const path = join(root, type);
    const plan = planOf(type);
    await new PartsFolder(path).open({ ...plan, processor: "riscv64" });
    await expect(new PartsFolder(path).open(plan)).rejects.toThrow(
      new RegExp(`begun on riscv64, and this is ${madeHere.processor}.*${type} gives other bytes here`),
    );
    await new PartsFolder(path).open({ ...plan, processor: "riscv64" });
  },
);

it.each(["circuit", "gaussianCopula", "independent"])(
  "parts of %s are continued on any, and those of another request on none",
  async (type) => {
    const path = join(root, type);
    const plan = planOf(type);
    await new PartsFolder(path).open({ ...plan, processor: "riscv64" });
    await new PartsFolder(path).open(plan);
    await expect(new PartsFolder(path).open({ ...plan, seed: 2 })).rejects.toThrow(
      "parts of another request",
    );
  },
);
