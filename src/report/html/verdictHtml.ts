import { decimal, say, saySentence, sayText } from "../../language/language.ts";
import { rows, score, verdictScore } from "../../metrics/formatScore.ts";
import { isMetricKey, metricTable } from "../../metrics/metricTable.ts";
import { sectionQuestions, verdictSections } from "../../metrics/sections.ts";
import type { GateResult, ReportJson, VerdictScore } from "../../protocol/report.ts";
import { html, type Markup, sayMarkup } from "./escapeHtml.ts";
import { metricDefinition, metricName } from "./metricNames.ts";
import { notesHtml } from "./notesHtml.ts";
import { dataTable, pill } from "./parts.ts";
import { sharingHtml } from "./sharingHtml.ts";

const gradeTone = { excellent: "good", good: "good", fair: "watch", poor: "bad", unknown: "" } as const;

/** Title, the three answers, gates and notes: what a product owner reads. */
export function verdictHtml(report: ReportJson): Markup {
  return html`<header class="sd-header">
<p class="sd-eyebrow">${say("Synthetic data report")}</p>
<h1>${report.tables.synthetic.name}</h1>
${originHtml(report)}
</header>
${sharingHtml(report)}
<section class="sd-verdict" aria-label="${say("Verdict")}">
<p class="sd-summary">${saySentence(report.verdict.summary)}</p>
${notesHtml(report.notes.filter(({ level }) => level === "alarm"))}
<div class="sd-cards">${verdictSections.map((key) => card(sectionQuestions[key], report.verdict[key], key))}</div>
${gates(report.gates)}
${notesHtml(report.notes.filter(({ level }) => level === "warning"))}
</section>`;
}

/** What the table was made from, when and by which model. */
export function originHtml({ tables, training, created }: ReportJson): Markup {
  const { real, synthetic, holdout } = tables;
  const made = [rows(synthetic.rows), html`<b>${real.name}</b>`, rows(real.rows)];
  const origin = holdout
    ? sayMarkup("{0} made from {1} (trained on {2}, {3} held out)", ...made, rows(holdout.rows))
    : sayMarkup("{0} made from {1} (trained on {2})", ...made);
  const by = training ? html` · ${sayMarkup("model {0}", html`<b>${training.model}</b>`)}` : "";
  return html`<p class="sd-dim">${origin}${by} · ${created.slice(0, 16).replace("T", " ")}</p>`;
}

function card(question: string, verdict: VerdictScore, id: (typeof verdictSections)[number]): Markup {
  const value = verdict.score === null ? null : Math.max(0, Math.min(1, verdict.score));
  const meaning = `${metricDefinition(metricTable[id])}.`;
  const round = 2 * Math.PI * 40;
  return html`<a class="sd-card ${gradeTone[verdict.grade]}" href="#sd-${id}" data-def="${meaning}" aria-description="${meaning}">
<svg viewBox="0 0 100 100" width="88" height="88" aria-hidden="true"><circle class="sd-ring" cx="50" cy="50" r="40"/><circle class="sd-ring-value" cx="50" cy="50" r="40" stroke-dasharray="${((value ?? 0) * round).toFixed(1)} ${round.toFixed(1)}" transform="rotate(-90 50 50)"/><text x="50" y="57" text-anchor="middle">${verdictScore(value)}</text></svg>
<span class="sd-card-text"><span class="sd-card-question">${sayText(question)}</span><span class="sd-card-grade">${sayText(verdict.grade)}</span><span class="sd-card-sentence">${saySentence(verdict.sentence)}</span></span>
</a>`;
}

function gates(results: readonly GateResult[]): Markup | "" {
  if (results.length === 0) return "";
  const failed = results.filter((gate) => !gate.passed).length;
  return html`<h3>${say("Gates")} ${pill(failed === 0 ? "good" : "bad", failed === 0 ? "all passed" : say("{0} failed", failed))}</h3>
${dataTable(
  "Gates",
  [
    { title: "Metric" },
    { title: "Value", numeric: true },
    { title: "Bound" },
    { title: "Result" },
    { title: "Why" },
  ],
  results
    .toSorted((a, b) => Number(a.passed) - Number(b.passed))
    .map((gate) => [
      isMetricKey(gate.metric) ? metricName(metricTable[gate.metric]) : gate.metric,
      score(gate.value, 4),
      bound(gate),
      pill(gate.passed ? "good" : "bad", gate.passed ? "passed" : "failed"),
      gate.passed ? "" : saySentence(gate.message),
    ]),
)}`;
}

function bound({ bound: { min, max, relativeToCeiling } }: GateResult): string {
  const parts = [min === undefined ? "" : `≥ ${min}`, max === undefined ? "" : `≤ ${max}`]
    .filter(Boolean)
    .map(decimal)
    .join(` ${say("and")} `);
  return relativeToCeiling ? say("{0} of the best reachable", parts) : parts;
}
