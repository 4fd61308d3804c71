import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const put = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));

beforeAll(() => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  put("p.synth.json", { source: { path: "penguins.csv" }, model: { type: "circuit" } });
  put("text.synth.json", { source: "penguins.csv" });
});

describe("a mistake of the command line is told under its flag, not at a place in the config", () => {
  it.each([
    ["--out", ["--out", "."], /^error output-path: --out: .* is a folder/m],
    [
      "--set",
      ["--set", "model.typ=ctgan"],
      /^error unknown-key: --set model\.typ: .*did you mean "type"\?$/m,
    ],
    [
      "--set with a wrong value",
      ["--set", "seed=x"],
      /^error wrong-type: --set seed: seed must be a whole number/m,
    ],
    [
      "--set on a column",
      ["--set", "columns.specis.type=id"],
      /^error unknown-column: --set columns\.specis\.type: /m,
    ],
  ])("%s", async (_, flags, message) => {
    const end = await syndata(["run", "p.synth.json", ...flags], folder);
    expect(end.stderr).toMatch(message);
    expect(end.stderr).toContain("✖ the command line has 1 error; nothing was run");
    expect(end.stderr).not.toContain("p.synth.json:");
    expect(end.code).toBe(2);
  });
});

it("a source that is a text is told how it is written", async () => {
  const end = await syndata(["validate", "text.synth.json"], folder);
  expect(end.stderr).toContain('write "source": { "path": "penguins.csv" }');
});

it.each([
  ["Species", /--target Species: .*did you mean "species"\?/],
  ["wingspan", /--target wingspan: .*its columns are "species"/],
])("init refuses the target %s and writes nothing", async (target, message) => {
  const end = await syndata(["init", "penguins.csv", "-o", "t.synth.json", "--target", target], folder);
  expect(end.stderr).toMatch(message);
  expect(end.code).toBe(2);
  expect(existsSync(join(folder, "t.synth.json"))).toBe(false);
});

it("one of a thing is not several", async () => {
  put("one.csv", "a\n5\n");
  expect((await syndata(["profile", "one.csv"], folder)).stdout).toMatch(/^1 row × 1 column\n/);
});

it.each([
  [["compare", "p.synth.json", "--models", "circuit,"], "a model name is missing; the models are circuit"],
  [
    ["report", "--real", "a", "--synthetic", "b", "--sections", ""],
    "a section's name is missing; there are fidelity",
  ],
])("an empty part of a list: %s", async (args, message) => {
  const end = await syndata(args, folder);
  expect(end.stderr).toContain(message);
  expect(end.code).toBe(2);
});
