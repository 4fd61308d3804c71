import type { ReportJson } from "../../protocol/report.ts";
import { keyFigures, showFigure, showScore } from "../keyFigures.ts";
import { html, type Markup } from "./escapeHtml.ts";

/** Verdict, gates and key figures as plain tables that need no style: what is shown where the full report cannot be drawn. */
export function summaryHtml(report: ReportJson): Markup {
  const { real, synthetic } = report.tables;
  return html`<h3>${synthetic.name}: synthetic data report</h3>
<p>${count(synthetic.rows)} rows made from ${real.name} (${count(real.rows)} rows learnt from)</p>
<p>${report.verdict.summary}</p>
${plainTable(
  ["", "Score", "Grade", "Meaning"],
  (["fidelity", "utility", "privacy"] as const).map((name) => {
    const { score, grade, sentence } = report.verdict[name];
    return [name, showScore(score), grade, sentence];
  }),
)}
${plainTable(
  ["Measure", "Value", "Best reachable"],
  keyFigures(report).map((f) => [f.label, showFigure(f.value), showFigure(f.best)]),
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

function count(n: number): string {
  return n.toLocaleString("en-US");
}
