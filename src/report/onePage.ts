import { metricValue, rows, verdictScore } from "../metrics/formatScore.ts";
import { sectionQuestions, verdictSections } from "../metrics/sections.ts";
import type { ReportJson } from "../protocol/report.ts";
import { html, type Markup } from "./html/escapeHtml.ts";
import { type Cell, dataTable, pill } from "./html/parts.ts";
import { sharingHtml } from "./html/sharingHtml.ts";
import { keyFigures } from "./keyFigures.ts";

/** The report on one sheet of paper, for those who decide: may it be shared, how good is it, what was it made from. */
export function onePageHtml(report: ReportJson): Markup {
  const { real, synthetic, holdout } = report.tables;
  const figures = keyFigures(report).map((figure): Cell[] => [
    figure.label,
    metricValue(figure.format, figure.value),
    metricValue(figure.format, figure.best),
    figure.status === null ? "" : pill(figure.status),
  ]);
  const half = Math.ceil(figures.length / 2);
  return html`<main class="sd-report sd-onepage">
<header class="sd-header"><p class="sd-eyebrow">Synthetic data, in short</p>
<h1>${synthetic.name}</h1>
<p class="sd-dim">${rows(synthetic.rows)} made from <b>${real.name}</b> (trained on ${rows(real.rows)}${holdout ? `, ${rows(holdout.rows)} held out` : ""})${report.training ? html` with <b>${report.training.model}</b>` : ""} · ${report.created.slice(0, 16).replace("T", " ")}</p></header>
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
    return [sectionQuestions[name], verdictScore(score), grade, sentence];
  }),
)}
<div class="sd-halves">${[figures.slice(0, half), figures.slice(half)].map((part, i) => (part.length === 0 ? "" : figureTable(`Key figures, part ${i + 1}`, part)))}</div>
<footer class="sd-footer">Made by ${report.generator} on this machine; nothing was sent anywhere. Every number is explained in the full report.</footer>
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
