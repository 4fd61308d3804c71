import { expect, it } from "vitest";
import type { ComparedRun } from "../../../src/report/modelTable.ts";
import { modelTerminalTable } from "../../../src/report/text/modelTerminalTable.ts";

const score = (value: number) => ({ score: value, grade: "good", sentence: "" });
const run = (model: string, seed: number, value: number): ComparedRun => ({
  model,
  seed,
  report: {
    verdict: { fidelity: score(value), utility: score(value), privacy: score(value) },
  } as ComparedRun["report"],
  trainSeconds: 12.34,
  totalSeconds: 20,
  peakMb: 321,
});
const models = ["circuit", "ctgan", "gaussianCopula", "independent", "argn"];
const runs = models.flatMap((model) => [run(model, 1, 0.9), run(model, 2, 0.92)]);

it("puts metrics down and models across, aligned", () => {
  const lines = modelTerminalTable(runs, 200).split("\n");
  expect(lines[0]).toMatch(/^ +circuit +ctgan +gaussianCopula +independent +argn$/);
  expect(lines.find((line) => line.startsWith("Fidelity"))).toMatch(/^Fidelity +(0\.910 ± 0\.014 *){5}$/);
});

it("breaks into blocks of models that fit", () => {
  const shown = modelTerminalTable(runs, 80);
  expect(shown.split("\n").every((line) => line.length <= 80)).toBe(true);
  expect(shown.split("\n\n")).toHaveLength(2);
  for (const model of models) expect(shown).toContain(model);
});
