import type { ReportJson } from "../../protocol/report.ts";
import type { NextStep, SharingFinding } from "../../protocol/sharing.ts";
import { setFlag } from "../setFlag.ts";
import { goodChecks } from "../text/goodChecks.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { details, pill } from "./parts.ts";

const tones = { yes: "good", care: "watch", no: "bad", unknown: "unknown" } as const;
const opened = 3;

/**
 * "May I share this?": the answer, and what is not good with its next steps. A step's button carries `data-apply` with the
 * numbers of finding and step; only a page that can edit the config shows it.
 */
export function sharingHtml({ sharing }: ReportJson): Markup | "" {
  if (sharing === undefined) return "";
  const { answer, sentence, reasons, findings, good } = sharing;
  const at = sentence.indexOf(". ") + 1 || sentence.indexOf(": ") + 1 || sentence.length;
  const items = findings.map((found, i) => finding(found, i));
  const rest = items.slice(opened);
  return html`<section class="sd-sharing ${tones[answer]}" id="sd-sharing" aria-labelledby="sd-sharing-title">
<h2 id="sd-sharing-title">May I share this?</h2>
<p class="sd-answer"><strong>${sentence.slice(0, at)}</strong>${sentence.slice(at)}</p>
${answer === "yes" ? html`<ul class="sd-reasons">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>` : ""}
${items.length > 0 ? html`<ol class="sd-findings">${items.slice(0, opened)}</ol>` : ""}
${rest.length > 0 ? details(`${rest.length} more to look at`, html`<ol class="sd-findings">${rest}</ol>`) : ""}
<p class="sd-dim">${goodChecks(good, findings.length > 0)}</p>
</section>`;
}

function finding({ title, status, text, steps }: SharingFinding, at: number): Markup {
  return html`<li class="sd-finding">${status === "unknown" ? html`<span class="sd-pill">not known</span>` : pill(status)} <b>${title}</b>
<p>${text}</p>
${steps.length > 0 ? html`<ul class="sd-steps">${steps.map((step, i) => nextStep(step, `${at}:${i}`))}</ul>` : ""}</li>`;
}

function nextStep({ text, edits }: NextStep, at: string): Markup {
  if (edits.length === 0) return html`<li>${text}</li>`;
  return html`<li>${text} <button type="button" class="sd-apply" data-apply="${at}">Change the config</button><code class="sd-flag">${edits.map(setFlag).join(" ")}</code></li>`;
}
