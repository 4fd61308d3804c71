import { inEnglish, inLanguage, type Language, say, saySentence, sayText } from "../language/language.ts";
import { metricValue, verdictScore } from "../metrics/formatScore.ts";
import { sectionQuestions, verdictSections } from "../metrics/sections.ts";
import type { ReportJson } from "../protocol/report.ts";
import { html, type Markup } from "./html/escapeHtml.ts";
import { figureName } from "./html/metricNames.ts";
import { type Cell, dataTable, pill } from "./html/parts.ts";
import { sharingHtml } from "./html/sharingHtml.ts";
import { originHtml } from "./html/verdictHtml.ts";
import { keyFigures } from "./keyFigures.ts";
import { reportNames } from "./reportNames.ts";

/** The report on one sheet of paper, for those who decide: may it be shared, how good is it, what was it made from. */
export function onePageHtml(report: ReportJson, language: Language = inEnglish): Markup {
  return inLanguage(language, reportNames(report), () => page(report));
}

function page(report: ReportJson): Markup {
  const figures = keyFigures(report).map((figure): Cell[] => [
    figureName(figure),
    metricValue(figure.format, figure.value),
    metricValue(figure.format, figure.best),
    figure.status === null ? "" : pill(figure.status),
  ]);
  const half = Math.ceil(figures.length / 2);
  return html`<main class="sd-report sd-onepage">
<header class="sd-header"><p class="sd-eyebrow">${say("Synthetic data, in short")}</p>
<h1>${report.tables.synthetic.name}</h1>
${originHtml(report)}</header>
${sharingHtml(report)}
${dataTable(
  "Verdict",
  [
    { title: "Question" },
    { title: "Out of 100", numeric: true },
    { title: "Grade", whole: true },
    { title: "In words" },
  ],
  verdictSections.map((name) => {
    const { score, grade, sentence } = report.verdict[name];
    return [sayText(sectionQuestions[name]), verdictScore(score), sayText(grade), saySentence(sentence)];
  }),
)}
<div class="sd-halves">${[figures.slice(0, half), figures.slice(half)].map((part, i) => (part.length === 0 ? "" : figureTable(say("Key figures, part {0}", i + 1), part)))}</div>
<footer class="sd-footer">${say("Made by {0} on this machine; nothing was sent anywhere. Every number is explained in the full report.", report.generator)}</footer>
</main>`;
}

function figureTable(caption: string, figures: readonly (readonly Cell[])[]): Markup {
  return dataTable(
    caption,
    [
      { title: "Measure" },
      { title: "Value", numeric: true },
      { title: "Best", numeric: true },
      { title: "Status" },
    ],
    figures,
  );
}
