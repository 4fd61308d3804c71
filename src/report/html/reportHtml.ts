import type { ReportJson } from "../../protocol/report.ts";
import { diagnosticHtml, trainingHtml } from "./diagnosticHtml.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { fidelityHtml } from "./fidelityHtml.ts";
import { privacyHtml } from "./privacyHtml.ts";
import { utilityHtml } from "./utilityHtml.ts";
import { verdictHtml } from "./verdictHtml.ts";

/**
 * A report as semantic HTML: every number is in a table, so it reads without a script. Chart places are empty
 * `[data-chart]` elements that `webview/report` draws into. All text from data files is escaped.
 */
export function reportHtml(report: ReportJson): Markup {
  return html`<main class="sd-report">
${verdictHtml(report)}
<nav class="sd-nav" aria-label="Sections">${links(report)}</nav>
${fidelityHtml(report)}
${utilityHtml(report)}
${privacyHtml(report)}
${diagnosticHtml(report)}
${trainingHtml(report)}
<footer class="sd-footer">Made by ${report.generator} on this machine; nothing was sent anywhere. Definitions and sources of every metric: docs/report.md.</footer>
</main>`;
}

function links(report: ReportJson): Markup[] {
  const all = [
    ["fidelity", "Faithful", report.fidelity],
    ["utility", "Useful", report.utility],
    ["privacy", "Private", report.privacy],
    ["diagnostic", "Valid", report.diagnostic],
    ["training", "How it was made", report.training],
  ] as const;
  return all
    .filter(([, , present]) => present !== null)
    .map(([id, title]) => html`<a href="#sd-${id}">${title}</a>`);
}
