import { html, nothing, type TemplateResult } from "lit";
import type { FeedbackState } from "../../../src/product/page/boardMessages.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import { type BoardContext, percentText } from "../context.ts";

type Read = Extract<FeedbackState, { state: "read" }>;

const shownPairs = 20;
const shownText = 300;

/** Rows that probably ask for the same, side by side, and those that a person said do; each can be taken back. */
export function likelyDuplicates(context: BoardContext, state: Read): TemplateResult | typeof nothing {
  const { t, language } = context;
  const { duplicates, same } = state.analysis;
  const link = linker(context, state);
  return html`${
    duplicates.length === 0
      ? nothing
      : html`<h3>${t("feedback.duplicates")}</h3><ul class="duplicates">${duplicates.slice(0, shownPairs).map(
          ({ a, b, similarity }) => html`<li>${pair(state, a, b)}
          <span class="duplicate-end"><span class="dim">${t("feedback.similar", percentText(similarity, language))}</span>${link(
            b,
            `same:${a}`,
            t("feedback.same"),
            t("say.same"),
          )}</span></li>`,
        )}</ul>`
  }
  ${
    same.length === 0
      ? nothing
      : html`<h3>${t("feedback.sameTitle")}</h3><ul class="duplicates">${same
          .slice(0, shownPairs)
          .map(
            ({ row, as }) =>
              html`<li>${pair(state, row, as)}<span class="duplicate-end">${link(row, null, t("feedback.notSame"), t("say.notSame"))}</span></li>`,
          )}</ul>`
  }`;
}

/** Notes that no theme and no feature covers, to be given to a feature. */
export function inbox(context: BoardContext, state: Read): TemplateResult | typeof nothing {
  const { t, model, request } = context;
  const { inbox: rows, open } = state.analysis;
  if (rows.length === 0) return nothing;
  const features = [...model.byId.values()].map(({ feature }) => feature);
  return html`<details class="inbox"><summary>${t("feedback.inbox", open)}</summary><ul class="duplicates">${rows.map(
    (row) =>
      html`<li class="inbox-row"><bdi>${textOf(state, row)}</bdi>${
        canLink(context)
          ? html`<select aria-label=${t("feedback.belongs", oneLine(textOf(state, row), 80))} @change=${({
              target,
            }: Event) => {
              const { value } = target as HTMLSelectElement;
              if (value !== "")
                request({ request: "link", table: state.id, row, to: value === "-" ? "none" : value });
            }}>
          <option value="">${t("feedback.choose")}</option>
          <option value="-">${t("feedback.nothing")}</option>
          ${features.map(({ id, title }) => html`<option value=${id}>${oneLine(title, 60)}</option>`)}</select>`
          : nothing
      }</li>`,
  )}</ul></details>`;
}

function pair(state: Read, a: string, b: string): TemplateResult {
  return html`<bdi>${textOf(state, a)}</bdi><bdi>${textOf(state, b)}</bdi>`;
}

function textOf({ quotes }: Read, row: string): string {
  return oneLine(quotes?.[row] ?? row, shownText);
}

/** Links stand beside the tables: they can be written where nothing of the product file can be. */
function canLink({ facts }: BoardContext): boolean {
  return facts?.trusted !== false;
}

function linker(context: BoardContext, { id }: Read) {
  return (row: string, to: string | null, label: string, said: string) =>
    canLink(context)
      ? html`<button class="link" @click=${() => {
          context.request({ request: "link", table: id, row, to });
          context.say(said);
        }}>${icon(to === null ? "reset" : "link")}${label}</button>`
      : nothing;
}
