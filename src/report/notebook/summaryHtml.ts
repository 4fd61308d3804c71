import { metricValue, rows, verdictScore } from "../../metrics/formatScore.ts";
import { verdictSections } from "../../metrics/sections.ts";
import type { ReportJson } from "../../protocol/report.ts";
import { html, type Markup } from "../html/escapeHtml.ts";
import { keyFigures } from "../keyFigures.ts";

/** Verdict, gates and key figures as plain tables that need no style: what is shown where the full report cannot be drawn. */
export function summaryHtml(report: ReportJson): Markup {
  const { real, synthetic } = report.tables;
  return html`<h3>${synthetic.name}: synthetic data report</h3>
<p>${rows(synthetic.rows)} made from ${real.name} (trained on ${rows(real.rows)})</p>
${report.sharing === undefined ? "" : html`<p><b>May I share this? ${report.sharing.sentence}</b></p>`}
<p>${report.verdict.summary}</p>
${plainTable(
  ["", "Score", "Grade", "Meaning"],
  verdictSections.map((name) => {
    const { score, grade, sentence } = report.verdict[name];
    return [name, verdictScore(score), grade, sentence];
  }),
)}
${plainTable(
  ["Measure", "Value", "Best reachable"],
  keyFigures(report).map((f) => [f.label, metricValue(f.format, f.value), metricValue(f.format, f.best)]),
)}
${
  report.gates.length === 0
    ? ""
    : plainTable(
        ["Gate", "Result"],
        report.gates.map((gate) => [gate.message, gate.passed ? "passed" : "failed"]),
      )
}`;
}

/** A table without classes; the first cell of a row names it. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(([first = "", ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}
