import { html, type TemplateResult } from "lit";
import type { BoardContext } from "../context.ts";

/** Feedback: what tables say, or that there is none. */
export function feedbackView({ t }: BoardContext): TemplateResult {
  return html`<div class="page"><p class="empty">${t("feedback.none")}</p></div>`;
}

/** Feedback in few numbers, for the overview. */
export function feedbackPulse({ t }: BoardContext): TemplateResult {
  return html`<section class="tile" aria-labelledby="tile-feedback"><h2 id="tile-feedback">${t("view.feedback")}</h2><p class="dim">${t("feedback.none")}</p></section>`;
}
