import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { ReportJson } from "../../src/protocol/report.ts";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder, start } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const files = ["report", "--real", "train.csv", "--synthetic", "made.csv", "--holdout", "held.csv"];
const attacked = [...files, "--model", "p.synthmodel", "--sections", "privacy"];

beforeAll(() => {
  const [head, ...rows] = readFileSync(join(examples, "penguins.csv"), "utf8").trimEnd().split("\n");
  const half = (k: number) => rows.filter((_, i) => i % 2 === k);
  for (const [k, name] of ["train.csv", "held.csv"].entries())
    writeFileSync(join(folder, name), `${[head, ...half(k)].join("\n")}\n`);
  const config = {
    source: { path: "train.csv" },
    model: { type: "circuit" },
    output: { path: "made.csv" },
    report: { holdout: 0, gates: { modelLikelihood: { max: 0.01 }, modelImputation: { max: 1 } } },
  };
  writeFileSync(join(folder, "p.synth.json"), JSON.stringify(config));
});

it("a table of few rows is warned of before a model is trained on it", async () => {
  const run = start(["run", "p.synth.json", "--set", "report.enabled=false"], folder);
  const { code, stderr } = await run.finished;
  expect(code).toBe(0);
  const [warned, trained] = ["the table has only 172 rows", "Train"].map((text) => stderr.indexOf(text));
  expect(warned).toBeGreaterThan(-1);
  expect(trained).toBeGreaterThan(warned!);
});

it("report attacks the model file it is given, shows what came out, and its gates refuse it", async () => {
  const { code, stdout, stderr } = await syndata(
    [...attacked, "--config", "p.synth.json", "--json", "r.json"],
    folder,
  );
  const { measures, gates } = JSON.parse(readFileSync(join(folder, "r.json"), "utf8")) as ReportJson;
  const { modelLikelihood, modelImputation } = measures!;
  expect(modelLikelihood!.value).toBeGreaterThan(0.4);
  expect(modelLikelihood!.value).toBeLessThanOrEqual(1);
  expect(modelImputation!.value).toBeLessThanOrEqual(1);
  expect(gates.map(({ metric, passed }) => [metric, passed])).toEqual([
    ["modelLikelihood", false],
    ["modelImputation", true],
  ]);
  expect(stdout).toContain("likelihood attack");
  expect(stdout + stderr).toMatch(/modelLikelihood is 0\.\d+, above the maximum 0\.01/);
  expect(code).toBe(3);
});

it("without rows the model never saw there is no attack, and a gate that asks for one is not met", async () => {
  const { code, stdout } = await syndata(
    [
      "report",
      "--real",
      "train.csv",
      "--synthetic",
      "made.csv",
      "--model",
      "p.synthmodel",
      "--sections",
      "privacy",
      "--config",
      "p.synth.json",
    ],
    folder,
  );
  expect(code).toBe(3);
  expect(stdout).toMatch(/modelLikelihood has no value: it needs a holdout/);
});
