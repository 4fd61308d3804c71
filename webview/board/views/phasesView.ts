import { html, nothing, type TemplateResult } from "lit";
import { moscowEffort } from "../../../src/product/moscow.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import { type BoardContext, dayText } from "../context.ts";
import { currentPhase } from "../phases.ts";
import { burnUp } from "./burnUp.ts";
import { criteriaList } from "./criteria.ts";
import { moscowBar } from "./moscowBar.ts";
import { forecastLine, type PhaseOf, progressLines } from "./progress.ts";

/** Each phase with its criteria, its progress and its burn-up. */
export function phasesView(context: BoardContext): TemplateResult {
  const { t, model } = context;
  const { phases } = model.rest;
  if (phases.length === 0) return html`<div class="page"><p class="empty">${t("phases.none")}</p></div>`;
  const current = currentPhase(model, context.facts)?.id;
  return html`<div class="page phases">${phases.map((phase) => phaseSection(context, phase, phase.id === current))}</div>`;
}

function phaseSection(context: BoardContext, phase: PhaseOf, current: boolean): TemplateResult {
  const { t, model, request, keep } = context;
  const features = model.features.filter((feature) => feature.phase === phase.id);
  const effort = moscowEffort(features);
  return html`<section class="tile phase" aria-labelledby="phase-${phase.id}">
    <div class="tile-head"><h2 id="phase-${phase.id}">${oneLine(phase.title ?? phase.id, 120)}</h2>
      ${current ? html`<span class="tag current">${t("phases.current")}</span>` : nothing}
      <span class="dim">${phaseDays(context, phase)}</span>
      <button class="link" @click=${() => keep({ view: "board", by: "moscow", phase: phase.id })}>${t("phases.board")}</button>
      <button class="icon-button" title=${t("move.text")} aria-label=${t("phases.text", oneLine(phase.title ?? phase.id, 80))} @click=${() => request({ request: "openEntry", list: "phases", id: phase.id })}>${icon("text")}</button></div>
    <div class="phase-parts">
      <div><h3>${t("phases.criteria")}</h3>${criteriaList(context, phase)}
        <h3>${t("phases.progress")}</h3>${progressLines(context, phase)}${forecastLine(context, phase.id)}</div>
      <div><h3>${t("phases.burnUp")}</h3>${burnUp(context, phase)}
        <h3>${t("phases.effort")}</h3>${moscowBar(context, effort)}
        ${effort.advice.map((text) => html`<p class="advice">${icon("info")}<span>${text}</span></p>`)}</div>
    </div>
  </section>`;
}

/** From when to when, as far as it is written. */
export function phaseDays({ t, language }: BoardContext, { start, due }: PhaseOf): string {
  if (start !== undefined && due !== undefined)
    return `${dayText(start, language)} – ${dayText(due, language)}`;
  if (due !== undefined) return t("phases.due", dayText(due, language));
  return start === undefined ? "" : t("phases.start", dayText(start, language));
}
