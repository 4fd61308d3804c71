import { html, nothing, type TemplateResult } from "lit";
import type { FeedbackAnalysis, Voices } from "../../../src/product/feedback/analyzeFeedback.ts";
import type { Rating } from "../../../src/product/feedback/rating.ts";
import type { FeedbackState } from "../../../src/product/page/boardMessages.ts";
import { idFor } from "../../../src/product/page/featureId.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import { type BoardContext, percentText } from "../context.ts";
import { inbox, likelyDuplicates } from "./feedbackRows.ts";

type Read = Extract<FeedbackState, { state: "read" }>;

/** What people say: each table with its rating, themes, new words and likely duplicates; notes by hand. */
export function feedbackView(context: BoardContext): TemplateResult {
  const { t, model, facts } = context;
  const { tables, notes } = model.rest.feedback;
  return html`<div class="page phases">
    ${tables.length === 0 ? html`<p class="empty">${t("feedback.none")}</p>` : nothing}
    ${facts?.trusted === false && tables.length > 0 ? html`<p class="empty">${t("overview.untrusted")}</p>` : nothing}
    ${tables.map(({ id, path }) => {
      const state = facts?.feedback?.find((table) => table.id === id);
      return html`<section class="tile" aria-labelledby="feedback-${id}">
        <div class="tile-head"><h2 id="feedback-${id}">${id}</h2><span class="dim">${oneLine(path, 120)}</span></div>
        ${tableState(context, state)}${state?.state === "read" ? tableParts(context, state) : nothing}</section>`;
    })}
    ${notes.length === 0 ? nothing : handNotes(context)}
  </div>`;
}

/** Feedback in few numbers, for the overview. */
export function feedbackPulse(context: BoardContext): TemplateResult {
  const { t, model, facts } = context;
  const { tables } = model.rest.feedback;
  return html`<section class="tile" aria-labelledby="tile-feedback"><h2 id="tile-feedback">${t("view.feedback")}</h2>
    ${tables.length === 0 ? html`<p class="dim">${t("feedback.none")}</p>` : nothing}
    <ul class="data-sets">${tables.map(({ id }) => {
      const state = facts?.feedback?.find((table) => table.id === id);
      const top = state?.state === "read" ? state.analysis.themes[0] : undefined;
      return html`<li><b>${id}</b> ${tableState(context, state)}
        ${top === undefined || top.notes === 0 ? nothing : html`<span class="dim">${oneLine(top.title, 60)}: ${top.people}</span>`}</li>`;
    })}</ul></section>`;
}

function tableState(
  context: BoardContext,
  state: FeedbackState | undefined,
): TemplateResult | typeof nothing {
  const { t, facts } = context;
  if (facts?.trusted === false) return nothing;
  if (state === undefined) return html`<span class="dim">${t("feedback.reading")}</span>`;
  if (state.state === "missing") return html`<span class="dim">${t("feedback.missing")}</span>`;
  if (state.state === "failed")
    return html`<p class="advice">${icon("warning")}<span>${oneLine(state.message, 400)}</span></p>`;
  if (state.state === "synthetic")
    return html`<p class="advice">${icon("warning")}<span>${t("feedback.synthetic", oneLine(state.config, 80))}</span></p>`;
  const { analysis } = state;
  return html`<span class="feedback-counts"><span>${t("feedback.notes", analysis.notes)}</span>
    ${analysis.counted === "people" ? html`<span>${t("feedback.people", analysis.people)}</span>` : nothing}
    ${analysis.rating === null ? nothing : ratingLine(context, analysis.rating)}</span>`;
}

function ratingLine({ t, language }: BoardContext, rating: Rating): TemplateResult {
  const { kind, value, low, high, answers, outside } = rating;
  const name = kind.toUpperCase();
  if (value === null || low === null || high === null)
    return html`<span>${t("feedback.noAnswer", name)}</span>`;
  const number = (x: number): string =>
    kind === "csat"
      ? percentText(x, language)
      : x.toLocaleString(language, { maximumFractionDigits: kind === "nps" ? 0 : 1 });
  return html`<span>${t("feedback.rating", name, number(value), number(low), number(high), answers)}</span>
    ${outside === 0 ? nothing : html`<span class="dim">${t("feedback.outside", outside)}</span>`}`;
}

function tableParts(context: BoardContext, state: Read): TemplateResult {
  const { t } = context;
  const { analysis } = state;
  return html`<div class="phase-parts"><div>
      <h3>${t("feedback.themes")}</h3>
      ${analysis.themes.length === 0 ? html`<p class="dim">${t("feedback.noThemes")}</p>` : voiceTable(context, analysis, analysis.themes, t("feedback.theme"))}
      ${analysis.open === 0 ? nothing : html`<p class="dim">${t("feedback.open", analysis.open)}</p>`}
      ${inbox(context, state)}
      ${analysis.features.length === 0 ? nothing : html`<h3>${t("feedback.features")}</h3>${voiceTable(context, analysis, analysis.features, t("table.feature"))}`}
    </div><div>
      ${analysis.compared < analysis.notes ? html`<p class="dim">${t("feedback.compared", analysis.compared)}</p>` : nothing}
      ${analysis.newWords.length === 0 ? nothing : html`<h3>${t("feedback.words")}</h3>${newWords(context, analysis)}`}
      ${likelyDuplicates(context, state)}
    </div></div>`;
}

function voiceTable(
  { t, language }: BoardContext,
  { counted }: FeedbackAnalysis,
  voices: readonly Voices[],
  name: string,
): TemplateResult {
  return html`<table><thead><tr><th>${name}</th><th class="number">${t(`feedback.counted.${counted}`)}</th><th>${t("feedback.share")}</th></tr></thead>
    <tbody>${voices.map(
      ({ title, people, share }) => html`<tr><td>${oneLine(title, 80)}</td><td class="number">${people}</td>
        <td class="share"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="8"></rect><rect class="range" x=${100 * share.low} width=${100 * (share.high - share.low)} height="8"></rect></svg>
          ${percentText(share.low, language)} – ${percentText(share.high, language)}</td></tr>`,
    )}</tbody></table>`;
}

function newWords(context: BoardContext, { newWords: words }: FeedbackAnalysis): TemplateResult {
  const { t, model, readonly, edit } = context;
  const { themes } = model.rest.feedback;
  return html`<ul class="panel-chips">${words.map(
    ({ word, people }) =>
      html`<li class="chip"><bdi>${oneLine(word, 60)}</bdi> <span>${people}</span>${
        readonly
          ? nothing
          : html`<button class="icon-button" title=${t("feedback.makeTheme", word)} aria-label=${t("feedback.makeTheme", word)} @click=${() =>
              edit(
                [
                  {
                    edit: "at",
                    path: ["feedback", "themes", themes.length],
                    value: { id: idFor(word, new Set(themes.map(({ id }) => id))), words: [word] },
                  },
                ],
                t("say.added", word),
              )}>${icon("plus")}</button>`
      }</li>`,
  )}</ul>`;
}

function handNotes({ t, model, open }: BoardContext): TemplateResult {
  const { notes } = model.rest.feedback;
  const personas = new Map(model.rest.personas.map(({ id, name }) => [id, name]));
  return html`<section class="tile" aria-labelledby="feedback-notes"><h2 id="feedback-notes">${t("feedback.hand")}</h2>
    <ul class="stories">${notes.map(
      ({
        id,
        text,
        as,
        features,
        date,
      }) => html`<li><div class="story-line"><span><b>${id}</b> ${oneLine(text, 400)}</span>
        ${as === undefined ? nothing : html`<span class="tag">${oneLine(personas.get(as) ?? as, 60)}</span>`}
        ${date === undefined ? nothing : html`<span class="dim">${date}</span>`}
        ${features.map((feature) => html`<button class="link" @click=${() => open(feature)}>${oneLine(model.byId.get(feature)?.feature.title ?? feature, 60)}</button>`)}</div></li>`,
    )}</ul></section>`;
}
