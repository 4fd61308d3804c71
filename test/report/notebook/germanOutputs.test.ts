import { expect, it } from "vitest";
import type { ComparisonJson, LossesJson } from "../../../src/protocol/notebook.ts";
import { keyFigures } from "../../../src/report/keyFigures.ts";
import { comparisonHtml } from "../../../src/report/notebook/comparisonHtml.ts";
import { lossesHtml } from "../../../src/report/notebook/lossesHtml.ts";
import { profileHtml } from "../../../src/report/notebook/profileHtml.ts";
import { profileTable } from "../../../src/table/profile/profileTable.ts";
import { protectedProfile } from "../../../src/table/protection/protectedProfile.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { expectGerman, german } from "../germanWords.ts";
import { fullReport } from "../sampleReports.ts";

it("shows a profile with its reasons in German", async () => {
  for (const file of ["examples/penguins.csv", "examples/adult.csv"]) {
    const loaded = await readTable(file);
    const profile = protectedProfile(profileTable(loaded), loaded.table);
    const names = profile.columns.flatMap(({ name, top }) => [name, ...top.map(({ value }) => value)]);
    const page = `${profileHtml({ version: 1, name: file, profile }, german)}`;
    expectGerman(page, [file, ...names]);
    expect(page).toContain("verschiedene Werte");
  }
});

it("shows training and a comparison in German", async () => {
  const training: LossesJson = {
    version: 1,
    model: "ctgan",
    state: "training",
    fraction: 0.5,
    label: "epoch 3/6",
    etaMs: 61_000,
    seconds: 12,
    losses: { generator: [1.5, 0.25], discriminator: [0.5, 0.4] },
    warnings: [],
  };
  const drawn = `${lossesHtml(training, german)}`;
  expect(drawn).toContain("wird trainiert · Epoche 3/6 · noch etwa 1 min 1 s");
  expect(`${lossesHtml({ ...training, state: "done" }, german)}`).toContain("trainiert · Epoche 3/6 · 12 s");
  const report = await fullReport();
  const comparison: ComparisonJson = {
    version: 1,
    tables: [{ name: "a.csv", model: "ctgan", rows: 1200, summary: report.verdict.summary }],
    figures: keyFigures(report).map(({ section, label, goal, format, value, best }) => ({
      section,
      label,
      goal,
      format,
      values: [value],
      best,
    })),
  };
  const page = `${comparisonHtml(comparison, german)}`;
  expectGerman(page, ["a.csv"]);
  expect(page).toContain("1.200 Zeilen");
});
