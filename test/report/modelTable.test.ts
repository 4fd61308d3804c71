import { expect, it } from "vitest";
import { modelsHtml } from "../../src/report/html/modelsHtml.ts";
import { type ComparedRun, modelMarkdown, modelMetrics } from "../../src/report/modelTable.ts";
import { modelTerminalTable } from "../../src/report/text/modelTerminalTable.ts";
import { expectGerman, german } from "./germanWords.ts";
import { fullReport } from "./sampleReports.ts";

const report = await fullReport();
const models = ["circuit", "gaussianCopula"];
const runs: ComparedRun[] = models.flatMap((model) =>
  [1, 2].map((seed) => ({ model, seed, report, trainSeconds: 12.34, totalSeconds: 20, peakMb: 321 })),
);
const page = (of: readonly ComparedRun[], language = german) =>
  modelsHtml("table", of, { created: "2026-01-02T03:04:05Z", language }).text;

/** What people read: texts and what hovers say. */
function wordsOf(markup: string): string[] {
  return markup.split(/<[^>]*?(?:data-def|aria-label|title)="|"[^>]*>|<[^>]*>/).map((text) => text.trim());
}

it("is all German: page, Markdown and terminal, for one seed and several", () => {
  for (const of of [runs, runs.filter(({ seed }) => seed === 1)]) {
    const text = [
      wordsOf(page(of)).join("\n"),
      modelMarkdown(of, german),
      modelTerminalTable(of, 200, german),
    ].join("\n");
    expectGerman(text, [...models, "table"]);
    for (const { title } of modelMetrics)
      if (!german.texts[`${title}/report`] && !german.texts[title])
        throw new Error(`no German word for ${title}`);
    expect(text).not.toMatch(/\d\.\d/);
    expect(text).toContain("12,3");
  }
});

it("is English where no language is named", () => {
  const { text } = modelsHtml("table", runs, { created: "2026-01-02T03:04:05Z" });
  expect(text).toContain("2 models, 2 seeds each: mean ± standard deviation.");
  expect(modelMarkdown(runs)).toMatch(/^\| Model \| .*Fidelity.* \|/);
});
