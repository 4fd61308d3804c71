import { say, saySentence } from "../../language/language.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type { NextStep, SharingFinding } from "../../protocol/sharing.ts";
import { type FindingGroup, findingGroups } from "../findingGroups.ts";
import { findingMetric, findingTitle } from "../findingTitle.ts";
import { setFlag } from "../setFlag.ts";
import { goodChecks } from "../text/goodChecks.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { metricName } from "./metricNames.ts";
import { details, pill } from "./parts.ts";

const tones = { yes: "good", care: "watch", no: "bad", unknown: "unknown" } as const;
const opened = 3;

/**
 * "May I share this?": the answer, and what is not good with its next steps. A step's button carries `data-apply` with the
 * numbers of finding and step; only a page that can edit the config shows it.
 */
export function sharingHtml({ sharing }: ReportJson): Markup | "" {
  if (sharing === undefined) return "";
  const { answer, reasons, findings, good } = sharing;
  const sentence = saySentence(sharing.sentence);
  const at = sentence.indexOf(". ") + 1 || sentence.indexOf(": ") + 1 || sentence.length;
  const groups = findingGroups(findings);
  const items = groups.map(group);
  const rest = items.slice(opened);
  return html`<section class="sd-sharing ${tones[answer]}" id="sd-sharing" aria-labelledby="sd-sharing-title">
<h2 id="sd-sharing-title">${say("May I share this?")}</h2>
<p class="sd-answer"><strong>${sentence.slice(0, at)}</strong>${sentence.slice(at)}</p>
${answer === "yes" ? html`<ul class="sd-reasons">${reasons.map((reason) => html`<li>${saySentence(reason)}</li>`)}</ul>` : ""}
${items.length > 0 ? html`<ol class="sd-findings">${items.slice(0, opened)}</ol>` : ""}
${rest.length > 0 ? details(moreOf(groups.slice(opened).flatMap((g) => g.findings)), html`<ol class="sd-findings">${rest}</ol>`) : ""}
<p class="sd-dim">${goodChecks(good, findings.length > 0)}</p>
</section>`;
}

/** Findings that one change helps: the first two in full, the others behind their names. */
function group({ findings, steps }: FindingGroup): Markup {
  const { at } = findings[0]!;
  const shown = findings.length === 3 ? 3 : 2;
  const more = findings.slice(shown);
  return html`<li class="sd-finding">${findings.slice(0, shown).map(finding)}
${more.length > 0 ? details(moreOf(more), html`${more.map(finding)}`) : ""}
${steps.length > 0 ? html`<ul class="sd-steps">${steps.map((step, i) => nextStep(step, `${at}:${i}`))}</ul>` : ""}</li>`;
}

function moreOf(findings: readonly SharingFinding[]): string {
  return say("{0} more to look at: {1}", findings.length, findings.map(findingTitle).join(", "));
}

function finding(found: SharingFinding): Markup {
  const { card, about } = findingMetric(found);
  const name = card === undefined ? saySentence(found.title) : metricName(card, about);
  const mark =
    found.status === "unknown" ? html`<span class="sd-pill">${say("not known")}</span>` : pill(found.status);
  return html`<div class="sd-found">${mark} <b>${name}</b>
<p>${saySentence(found.text)}</p></div>`;
}

function nextStep({ text, edits }: NextStep, at: string): Markup {
  if (edits.length === 0) return html`<li>${saySentence(text)}</li>`;
  return html`<li>${saySentence(text)} <button type="button" class="sd-apply" data-apply="${at}">${say("Change the config")}</button><code class="sd-flag">${edits.map(setFlag).join(" ")}</code></li>`;
}
