import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, type Finished, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

/** Runs a one-epoch job over this data; `change` goes into the config. */
async function run(
  data: string | Uint8Array | null,
  change: Record<string, unknown> = {},
): Promise<Finished> {
  if (data !== null) put("data.csv", data);
  put(
    "data.synth.json",
    JSON.stringify({
      version: 1,
      source: { path: "data.csv" },
      model: { type: "ctgan", epochs: 1 },
      output: { path: "out/made.csv" },
      report: { enabled: false },
      ...change,
    }),
  );
  return await syndata(["run", "data.synth.json"], folder);
}

const rows = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");
const good = `a,b\n${rows(100, (i) => `${i % 7},${i % 3 ? "x" : "y"}`)}\n`;
const nothingWritten = (): boolean =>
  !existsSync(join(folder, "out")) || readdirSync(join(folder, "out")).length === 0;

beforeAll(() => {
  mkdirSync(join(folder, "locked"));
});

describe("refused with exit code 2, the reason named, nothing written", () => {
  it.each([
    ["an empty file", "", {}, /data\.csv.*empty/],
    ["a header only", "a,b\n", {}, /data\.csv.*(no rows|header)/],
    ["one row", "a,b\n1,2\n", {}, /one row/],
    ["a ragged row", `a,b\n1,2\n3\n${rows(50, (i) => `${i},x`)}\n`, {}, /line 3/],
    ["duplicate column names", `a,a\n${rows(50, (i) => `${i},x`)}\n`, {}, /both named "a"/],
    ["a source that is not there", null, { source: { path: "dat.csv" } }, /did you mean data\.csv/],
    ["an unknown config key", good, { sorce: {} }, /sorce.*source/s],
    ["a wrong type", good, { seed: "x" }, /seed/],
    ["an option out of range", good, { model: { type: "ctgan", epochs: -1 } }, /epochs/],
    [
      "a column that is not in the file",
      good,
      { columns: { aa: { type: "numerical" } } },
      /aa.*not|no column.*aa/is,
    ],
    ["a type the data contradicts", good, { columns: { b: { type: "numerical" } } }, /"?b"?/],
    ["an output that is the source", good, { output: { path: "data.csv" } }, /overwrite/],
    [
      "fewer rows than pac",
      `a,b\n${rows(9, (i) => `${i % 4},${i % 2 ? "x" : "y"}`)}\n`,
      {},
      /pac is 10.*9 rows/,
    ],
    ["only missing values", `a,b\n${rows(60, () => ",")}\n`, {}, /nothing.*learn|missing/i],
  ] as const)("%s", async (_, data, change, reason) => {
    const end = await run(data, change);
    expect(end.stderr).toMatch(reason);
    expect(end.stderr).not.toMatch(/unexpected error|\bat .*\.(cjs|mjs|ts)/);
    expect(end.code).toBe(2);
    expect(nothingWritten()).toBe(true);
  });

  it("binary data", async () => {
    const end = await run(Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256));
    expect(end.stderr).not.toMatch(/unexpected error/);
    expect(end.code).toBe(2);
  });

  it("broken JSON, with line and column", async () => {
    put("broken.synth.json", '{\n  "version": 1,\n  "source": { "path": "data.csv" \n}');
    const end = await syndata(["run", "broken.synth.json"], folder);
    expect(end.stderr).toMatch(/broken\.synth\.json:\d+:\d+ error/);
    expect(end.code).toBe(2);
  });

  it("a model file that is none, is cut short, or is not there", async () => {
    put("text.synthmodel", "hello");
    put("cut.synthmodel", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0));
    for (const model of ["text.synthmodel", "cut.synthmodel", "none.synthmodel"]) {
      const end = await syndata(["sample", model, "--rows", "5"], folder);
      expect(end.stderr).toContain(model);
      expect(end.stderr).not.toMatch(/unexpected error/);
      expect(end.code).toBe(2);
    }
  });

  it("a table where a config is wanted", async () => {
    put("data.csv", good);
    for (const command of ["run", "validate"]) {
      const end = await syndata([command, "data.csv"], folder);
      expect(end.stderr).toContain("data.csv is a table, not a config; make its config with: syndata init");
      expect(end.code).toBe(2);
    }
  });

  it("bad usage", async () => {
    for (const args of [
      ["sample", "x.synthmodel"],
      ["run"],
      ["rnu", "x"],
      ["run", "data.synth.json", "--rows", "many"],
      ["run", "data.synth.json", "--set", "nonsense"],
      [],
    ]) {
      const end = await syndata(args, folder);
      expect([args, end.code]).toEqual([args, args.length === 0 ? 2 : 2]);
    }
    expect((await syndata(["rnu", "x"], folder)).stderr).toContain("run");
  });

  it("an existing config is not overwritten by init", async () => {
    put("data.csv", good);
    expect((await syndata(["init", "data.csv", "-o", "kept.synth.json"], folder)).code).toBe(0);
    const again = await syndata(["init", "data.csv", "-o", "kept.synth.json"], folder);
    expect(again.stderr).toContain("--force");
    expect(again.code).toBe(2);
  });

  it.skipIf(process.getuid?.() === 0)("a folder that cannot be written", async () => {
    chmodSync(join(folder, "locked"), 0o500);
    const end = await run(good, { output: { path: "locked/made.csv" } });
    expect(end.stderr).toMatch(/permission/);
    expect(end.code).toBe(2);
  });
});

describe("handled with a warning", () => {
  it.each([
    [
      "NaN and Infinity",
      `a,b\n${rows(80, (i) => `${i === 3 ? "NaN" : i === 5 ? "Infinity" : i * 1.5},${i % 3 ? "x" : "y"}`)}\n`,
      /infinite value read as missing/,
    ],
    ["a constant column", `a,b,c\n${rows(80, (i) => `${i % 9},k,${i % 4}`)}\n`, /"?b"?/],
    ["an all-missing column", `a,b,c\n${rows(80, (i) => `${i % 9},,${i % 4}`)}\n`, /"?b"?/],
    [
      "free text",
      `a,t\n${rows(80, (i) => `${i % 9},"some longer words about thing number ${i} and ${i * 31}"`)}\n`,
      /"?t"?/,
    ],
  ] as const)("%s", async (_, data, warning) => {
    const end = await run(data);
    expect(end.stderr).toMatch(warning);
    expect(end.code).toBe(0);
    expect(existsSync(join(folder, "out/made.csv"))).toBe(true);
  });

  it("Latin-1 and UTF-16 files", async () => {
    const text = `stadt,n\n${rows(80, (i) => `${i % 2 ? "Köln" : "Zürich"},${i % 5}`)}\n`;
    for (const bytes of [Buffer.from(text, "latin1"), Buffer.from(`\ufeff${text}`, "utf16le")]) {
      const end = await run(bytes);
      expect(end.stderr).not.toMatch(/unexpected/);
      expect(end.code).toBe(0);
    }
  });

  it("a thousand columns", async () => {
    const header = rows(1000, (i) => `c${i}`).replaceAll("\n", ",");
    const end = await run(
      `${header}\n${rows(30, (r) => rows(1000, (c) => String((r * c) % 5)).replaceAll("\n", ","))}\n`,
      { model: { type: "independent" } },
    );
    expect(end.code).toBe(0);
  });

  it("an id column is generated, never copied", async () => {
    copyFileSync(join(examples, "penguins.csv"), join(folder, "unused.csv"));
    const end = await run(
      `customer_id,plan\n${rows(200, (i) => `C-${10_000 + ((i * 7919) % 90_000)},${i % 3 ? "x" : "y"}`)}\n`,
    );
    expect(end.code).toBe(0);
    const { readFileSync } = await import("node:fs");
    const ids = (path: string): string[] =>
      readFileSync(join(folder, path), "utf8")
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",")[0]!);
    const [real, made] = [new Set(ids("data.csv")), ids("out/made.csv")];
    expect(new Set(made).size).toBe(made.length);
    expect(made.every((id) => /^C-\d{5}$/.test(id))).toBe(true);
    expect(made.filter((id) => real.has(id)).length).toBeLessThan(made.length / 10);
  });
});
