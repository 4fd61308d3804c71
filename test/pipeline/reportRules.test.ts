import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareFiles } from "../../src/pipeline/compareFiles.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-rules-"));
});
afterAll(async () => await rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const csv = (cells: (row: number) => readonly (string | number)[]) =>
  ["low,high,kind", ...Array.from({ length: 80 }, (_, i) => cells(i).join(","))].join("\n");
const judge = async (rules: string, synthetic: string, holdout?: string) => {
  const warnings: string[] = [];
  const real = await write(
    "real.csv",
    csv((i) => [i % 7, 7 + (i % 5), i % 2 === 0 ? "a" : "b"]),
  );
  const report = await compareFiles(
    { real, synthetic, rules, sections: [], ...(holdout !== undefined && { holdout }) },
    (event) => {
      if (event.type === "warning") warnings.push(event.message);
    },
    new AbortController().signal,
  );
  return { kept: report.measures?.["rulesKept"], warnings };
};

it("judges a file made by others by the rules of a config, a line a rule", async () => {
  const rules = await write(
    "rules.synth.json",
    '{ "source": { "path": "real.csv" }, "rules": ["low < high", { "combinations": ["kind", "low"] }] }',
  );
  const made = await write(
    "made.csv",
    csv((i) => [i % 7, i < 8 ? 0 : 9, "a"]),
  );
  const holdout = await write(
    "holdout.csv",
    csv((i) => [i % 7, 8, "b"]),
  );
  const { kept } = await judge(rules, made, holdout);
  expect(kept?.value).toBe(0.9);
  expect(kept?.parts).toEqual([
    { name: "low < high", value: 0.9, status: "watch", note: "real 100 %, held out 100 %" },
    { name: "combinations: kind, low", value: 1, status: "good", note: "real 100 %, held out 100 %" },
  ]);
});

it("says which rules it cannot judge, and refuses those that do not fit the real table", async () => {
  const rules = await write(
    "others.synth.json",
    '{ "source": { "path": "real.csv" }, "rules": ["low < high", { "unique": ["kind"] }] }',
  );
  const made = await write("short.csv", "low,kind\n1,a\n2,b\n");
  const { warnings } = await judge(rules, made);
  expect(warnings.join()).toContain("short.csv has no column high: low < high is not judged");
  const wrong = await write(
    "wrong.synth.json",
    '{ "source": { "path": "real.csv" },\n  "rules": ["lo < high"] }',
  );
  await expect(judge(wrong, made)).rejects.toMatchObject({
    diagnostics: [{ line: 2, message: expect.stringContaining("did you mean low?") }],
  });
});
