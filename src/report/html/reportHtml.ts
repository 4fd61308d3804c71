import { inEnglish, inLanguage, type Language, say, sayText } from "../../language/language.ts";
import type { ReportJson } from "../../protocol/report.ts";
import { reportNames } from "../reportNames.ts";
import { diagnosticHtml, trainingHtml } from "./diagnosticHtml.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { fidelityHtml } from "./fidelityHtml.ts";
import { privacyHtml } from "./privacyHtml.ts";
import { utilityHtml } from "./utilityHtml.ts";
import { verdictHtml } from "./verdictHtml.ts";

/**
 * A report as semantic HTML: every number is in a table, so it reads without a script. Chart places are empty
 * `[data-chart]` elements that `webview/report` draws into. All text from data files is escaped. The report is English; its sentences
 * are shown in `language`.
 */
export function reportHtml(report: ReportJson, language: Language = inEnglish): Markup {
  return inLanguage(language, reportNames(report), () => page(report));
}

function page(report: ReportJson): Markup {
  return html`<main class="sd-report">
${verdictHtml(report)}
<nav class="sd-nav" aria-label="${say("Sections")}">${links(report)}</nav>
${fidelityHtml(report)}
${utilityHtml(report)}
${privacyHtml(report)}
${diagnosticHtml(report)}
${trainingHtml(report)}
<footer class="sd-footer">${say("Made by {0} on this machine; nothing was sent anywhere. Formulas and sources of every metric: docs/report.md.", report.generator)}</footer>
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
    .map(([id, title]) => html`<a href="#sd-${id}">${sayText(title)}</a>`);
}
