import { html, nothing, type TemplateResult } from "lit";
import { isLeft, moscowEffort } from "../../../src/product/moscow.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import { statusIcons } from "../cards/card.ts";
import { ageText, type BoardContext, scoreIn } from "../context.ts";
import { currentPhase } from "../phases.ts";
import { criteriaList } from "./criteria.ts";
import { feedbackPulse } from "./feedbackView.ts";
import { moscowBar } from "./moscowBar.ts";
import { phaseDays } from "./phasesView.ts";
import { forecastLine, progressLines } from "./progress.ts";

const nextShown = 5;
const findingsShown = 12;

/** What a person asks on a Monday: what is next, what is missing, what is wrong. */
export function overview(context: BoardContext): TemplateResult {
  return html`<div class="page tiles">
    ${phaseTile(context)}${nextTile(context)}${effortTile(context)}${dataTile(context)}${feedbackPulse(context)}${findingsTile(context)}
  </div>`;
}

function phaseTile(context: BoardContext): TemplateResult {
  const { t, model, facts } = context;
  const phase = currentPhase(model, facts);
  if (phase === undefined)
    return html`<section class="tile"><h2>${t("overview.phase")}</h2><p class="dim">${t("phases.none")}</p></section>`;
  return html`<section class="tile wide" aria-labelledby="tile-phase">
    <div class="tile-head"><h2 id="tile-phase">${t("overview.phaseIs", oneLine(phase.title ?? phase.id, 80))}</h2><span class="dim">${phaseDays(context, phase)}</span></div>
    ${criteriaList(context, phase)}${progressLines(context, phase)}${forecastLine(context, phase.id)}
  </section>`;
}

function nextTile(context: BoardContext): TemplateResult {
  const { t, model, language } = context;
  const next = model.ordered.filter(({ feature }) => isLeft(feature)).slice(0, nextShown);
  return html`<section class="tile" aria-labelledby="tile-next"><h2 id="tile-next">${t("overview.next")}</h2>
    ${
      next.length === 0
        ? html`<p class="dim">${t("overview.nothing")}</p>`
        : html`<ol class="next">${next.map(
            ({
              feature,
              score,
            }) => html`<li><button class="link" @click=${() => context.open(feature.id)}>${oneLine(feature.title, 120)}</button>
              <span class="card-status dim">${icon(statusIcons[feature.status])}${t(`status.${feature.status}`)}</span>
              ${feature.moscow === undefined ? nothing : html`<span class="tag">${t(`moscow.${feature.moscow}`)}</span>`}
              <span class="dim number">${score === null ? nothing : scoreIn(score, language)}</span></li>`,
          )}</ol>`
    }</section>`;
}

function effortTile(context: BoardContext): TemplateResult {
  const { t, model, facts } = context;
  const phase = currentPhase(model, facts);
  const effort = moscowEffort(
    model.features.filter((feature) => phase === undefined || feature.phase === phase.id),
  );
  return html`<section class="tile" aria-labelledby="tile-effort"><h2 id="tile-effort">${t("phases.effort")}</h2>
    ${moscowBar(context, effort)}
    ${effort.advice.map((text) => html`<p class="advice">${icon("info")}<span>${text}</span></p>`)}</section>`;
}

function dataTile(context: BoardContext): TemplateResult {
  const { t, model, facts, today, language, request } = context;
  const { data } = model.rest;
  return html`<section class="tile" aria-labelledby="tile-data"><h2 id="tile-data">${t("overview.data")}</h2>
    ${facts?.trusted === false ? html`<p class="dim">${t("overview.untrusted")}</p>` : nothing}
    ${
      data.length === 0
        ? html`<p class="dim">${t("overview.noData")}</p>`
        : html`<ul class="data-sets">${data.map(({ id, config, for: use }) => {
            const state = facts?.data[id];
            const ready = state?.kind === "upToDate";
            return html`<li>${icon(state === undefined ? "dotted" : ready ? "done" : "warning")}
              <button class="link" title=${config} @click=${() => request({ request: "openConfig", data: id })}>${oneLine(id, 60)}</button>
              ${use === undefined ? nothing : html`<span class="tag">${t(`data.for.${use}`)}</span>`}
              <span class=${ready ? "dim" : ""}>${state === undefined ? t("data.unknown") : t(`data.${state.kind}`)}</span>
              ${state?.ran == null ? nothing : html`<span class="dim">${ageText(state.ran, today, language)}</span>`}</li>`;
          })}</ul>`
    }</section>`;
}

function findingsTile({ t, problems, request, version, readonly }: BoardContext): TemplateResult {
  return html`<section class="tile wide" aria-labelledby="tile-findings"><h2 id="tile-findings">${t("overview.findings")}</h2>
    ${
      problems.length === 0
        ? html`<p class="dim">${t("head.fine")}</p>`
        : html`<ul class="problems">${problems.slice(0, findingsShown).map(
            (
              { severity, message, line, column, fix },
              number,
            ) => html`<li class="problem ${severity}">${icon(severity)}
              <span class="problem-text">${oneLine(message, 400)}</span>
              ${fix === undefined || readonly ? nothing : html`<button class="link" @click=${() => request({ request: "fix", version, problem: number })}>${fix}</button>`}
              <button class="icon-button" title=${t("problem.goTo", line)} aria-label=${t("problem.goTo", line)} @click=${() => request({ request: "openText", line, column })}>${icon("go")}</button></li>`,
          )}</ul>${problems.length > findingsShown ? html`<p class="dim">${t("broken.more", problems.length - findingsShown)}</p>` : nothing}`
    }</section>`;
}
