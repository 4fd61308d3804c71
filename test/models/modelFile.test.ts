import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { type ModelFile, readModelFile, writeModelFile } from "../../src/models/modelFile.ts";
import { fitModel, loadModel } from "../../src/models/registry.ts";
import { makeTable } from "../../src/table/table.ts";
import { ModelError } from "../../src/transform/modelTable.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { plainSpecs, readSimpleCsv } from "../transform/readSimpleCsv.ts";
import { digest, numbers, quietContext, sampleAll } from "./modelRun.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-model-"));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const adult = readSimpleCsv("examples/adult.csv");
const ids = Array.from({ length: adult.rows }, (_, i) => `ID-${(i * 7919 + 12345) % 100000}x`);
const table = makeTable([
  { kind: "string", name: "id", dictionary: [...new Set(ids)], codes: Int32Array.from(ids, (_, i) => i) },
  ...adult.columns,
]);
const fnlwgt = numbers(table, "fnlwgt");
const observed = {
  min: fnlwgt.reduce((a, b) => Math.min(a, b)),
  max: fnlwgt.reduce((a, b) => Math.max(a, b)),
};
const specs = plainSpecs(table, { id: { sdtype: "id", pattern: "ID-\\d{5}x" }, fnlwgt: observed });

async function adultModel(type: "gaussianCopula" | "independent" = "gaussianCopula"): Promise<ModelFile> {
  const { data, restore } = prepare(table, specs, { seed: 1 });
  const model = await fitModel(
    type === "independent"
      ? { type }
      : { type, defaultDistribution: "empirical", numericalDistributions: {} },
    data,
    quietContext(),
  );
  return {
    model: type,
    generator: "syndata 0.0.0",
    created: "2026-01-01T00:00:00.000Z",
    restore,
    format: {
      type: "csv",
      delimiter: ",",
      quote: '"',
      quoting: "minimal",
      newline: "\n",
      bom: false,
      encoding: "utf-8",
      compression: "none",
    },
    columns: specs.map(({ name, format }) => ({ name, format })),
    specs,
    info: { rows: table.rows },
    state: await model.save(),
  };
}

describe("a model file", () => {
  it("samples the same bytes elsewhere and leaves no temporary file", async () => {
    const content = await adultModel();
    const path = at("adult.synthmodel");
    await writeModelFile(path, content);
    const read = await readModelFile(path);
    const before = await loadModel(content.model, content.state);
    const after = await loadModel(read.model, read.state);
    const rows = async (model: typeof before, restore: typeof read.restore) =>
      digest(restoreBatch(restore, await sampleAll(model, 3000, { seed: 5 }), { firstRow: 0, seed: 5 }));
    expect(await rows(after, read.restore)).toBe(await rows(before, content.restore));
    expect(read).toMatchObject({ created: content.created, columns: content.columns, info: content.info });
    await writeModelFile(at("again.synthmodel"), content);
    expect(readFileSync(at("again.synthmodel")).equals(readFileSync(path))).toBe(true);
    expect(readdirSync(folder).filter((f) => f.endsWith(".tmp"))).toEqual([]);
  });

  it.each(["gaussianCopula", "independent"] as const)("holds no source row (%s)", async (type) => {
    const path = at(`${type}.synthmodel`);
    await writeModelFile(path, await adultModel(type));
    const files = unzipSync(readFileSync(path));
    const text = Object.values(files)
      .map((bytes) => Buffer.from(bytes).toString("latin1"))
      .join("\n");
    const numbersInFile = new Set(text.match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g)!.map(Number));
    const counts = new Map<number, number>();
    for (const v of fnlwgt) counts.set(v, (counts.get(v) ?? 0) + 1);
    const rare = [...counts].filter(([, n]) => n < 5).map(([v]) => v);
    expect(rare.length).toBeGreaterThan(15_000);
    expect(rare.filter((v) => numbersInFile.has(v))).toEqual([]);
    expect(numbersInFile.has(observed.max) || numbersInFile.has(observed.min)).toBe(false);
    expect(ids.filter((id) => text.includes(id))).toEqual([]);
  });

  it("with parts keeps them", async () => {
    const content = await adultModel("independent");
    const part = Uint8Array.from({ length: 5000 }, (_, i) => i);
    await writeModelFile(at("parts.synthmodel"), {
      ...content,
      state: { json: null, parts: new Map([["net.onnx", part]]) },
    });
    expect((await readModelFile(at("parts.synthmodel"))).state.parts.get("net.onnx")).toEqual(part);
  });
});

describe("a bad model file is refused by name:", () => {
  const content = adultModel("independent");
  const refusal = async (name: string) => {
    const error = await readModelFile(at(name)).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ModelError);
    expect((error as Error).message).toContain(at(name));
    return (error as Error).message;
  };

  it("missing, empty, a folder, something else", async () => {
    expect(await refusal("nothing.synthmodel")).toContain("no model at");
    writeFileSync(at("empty.synthmodel"), "");
    expect(await refusal("empty.synthmodel")).toContain("it is empty");
    writeFileSync(at("text.synthmodel"), "age,sex\n1,2\n");
    expect(await refusal("text.synthmodel")).toContain("not a model file");
    writeFileSync(at("zip.synthmodel"), zipSync({ "a.txt": new Uint8Array(3) }));
    expect(await refusal("zip.synthmodel")).toContain("not a model file");
    expect(await refusal("")).toContain("is a folder");
  });

  it("cut short or changed anywhere", async () => {
    await writeModelFile(at("good.synthmodel"), await content);
    const bytes = readFileSync(at("good.synthmodel"));
    for (const length of [10, 100, Math.floor(bytes.length / 2), bytes.length - 30]) {
      writeFileSync(at("cut.synthmodel"), bytes.subarray(0, length));
      expect(await refusal("cut.synthmodel")).toContain("damaged");
    }
    const files = unzipSync(bytes);
    writeFileSync(at("odd.synthmodel"), zipSync({ ...files, "model.json": new TextEncoder().encode("{}") }));
    expect(await refusal("odd.synthmodel")).toContain("model.json is not what was written");
    const { "model.json": _, ...rest } = files;
    writeFileSync(at("less.synthmodel"), zipSync(rest));
    expect(await refusal("less.synthmodel")).toMatch(/model\.json.* it is missing/);
    for (let i = 60; i < bytes.length; i += Math.ceil(bytes.length / 40)) {
      const changed = Buffer.from(bytes);
      changed[i] = changed[i]! ^ 0x5a;
      writeFileSync(at("changed.synthmodel"), changed);
      const result = await readModelFile(at("changed.synthmodel")).catch((e: unknown) => e);
      if (!(result instanceof ModelError)) expect(result).toMatchObject({ model: "independent" });
    }
  });

  it("from a newer version, or of a model there is not", async () => {
    await writeModelFile(at("new.synthmodel"), await content);
    const files = unzipSync(readFileSync(at("new.synthmodel")));
    const manifest = JSON.parse(new TextDecoder().decode(files["manifest.json"]!));
    const newer = new TextEncoder().encode(JSON.stringify({ ...manifest, version: 99, future: true }));
    writeFileSync(at("new.synthmodel"), zipSync({ ...files, "manifest.json": newer }));
    expect(await refusal("new.synthmodel")).toContain("newer version");
    await expect(loadModel("constructor", { json: null, parts: new Map() })).rejects.toThrow(
      /names a model "constructor"/,
    );
  });
});
