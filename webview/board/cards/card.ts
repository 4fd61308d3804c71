import { html, nothing, type TemplateResult } from "lit";
import type { Entry } from "../../../src/product/page/boardModel.ts";
import type { Status } from "../../../src/product/words.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { type IconName, icon } from "../../editor/icons.ts";
import { type BoardContext, numberText, scoreIn } from "../context.ts";

export const statusIcons: Readonly<Record<Status, IconName>> = {
  idea: "dotted",
  todo: "circle",
  doing: "half",
  done: "done",
  dropped: "dropped",
};

export interface CardLook {
  readonly lifted: boolean;
  /** Tab leads to it. */
  readonly tabbable: boolean;
  /** The phase has no room for it. */
  readonly beyond: boolean;
  menu(at: HTMLElement): void;
}

/** A feature on the board. */
export function card(context: BoardContext, entry: Entry, look: CardLook): TemplateResult {
  const { t, language, kept, written, drafts } = context;
  const { feature, score, rank, neededBy } = entry;
  const { id, title, status, rice, moscow, phase } = feature;
  const before = drafts.size === 0 ? rank : (written.byId.get(id)?.rank ?? null);
  const phaseName = context.model.rest.phases.find((other) => other.id === phase)?.title ?? phase;
  return html`<div class="card status-${status} ${look.lifted ? "lifted" : ""} ${look.beyond ? "beyond" : ""} ${drafts.has(id) ? "draft" : ""}" data-id=${id}>
    <button class="card-title" data-card=${id} tabindex=${look.tabbable ? 0 : -1} aria-describedby="card-${id}"
      aria-keyshortcuts="Space" @click=${() => context.open(id)}><span>${oneLine(title, 160)}</span></button>
    <div class="card-facts" id="card-${id}">
      <span class="card-status" title=${t(`status.${status}`)}>${icon(statusIcons[status])}<span>${t(`status.${status}`)}</span></span>
      ${
        score === null
          ? html`<span class="dim">${t("card.noScore")}</span>`
          : html`<span class="card-score" title=${t("card.scoreHelp")}>${rank === null ? nothing : html`<b>${t("card.rank", rank)}</b>`}${rankChange(context, before, rank)} ${scoreIn(score, language)}</span>`
      }
      ${rice?.effort === undefined ? nothing : html`<span class="dim">${t("card.effort", numberText(rice.effort, language))}</span>`}
      ${kept.by === "moscow" || moscow === undefined ? nothing : html`<span class="tag">${t(`moscow.${moscow}`)}</span>`}
      ${kept.by === "phase" || phaseName === undefined || kept.phase !== null ? nothing : html`<span class="tag phase-tag">${oneLine(phaseName, 40)}</span>`}
      ${neededBy === null ? nothing : html`<span class="dim needed" title=${t("card.neededBy", titleOf(context, neededBy))}>${icon("link")}<span class="visually-hidden">${t("card.neededBy", titleOf(context, neededBy))}</span></span>`}
      ${dataMark(context, feature.data)}
      ${look.beyond ? html`<span class="beyond-mark" title=${t("card.beyond")}>${icon("overflow")}<span class="visually-hidden">${t("card.beyond")}</span></span>` : nothing}
    </div>
    ${
      context.readonly
        ? nothing
        : html`<button class="icon-button card-menu" tabindex=${look.tabbable ? 0 : -1} aria-haspopup="menu" title=${t("move.open")} aria-label=${t("move.openFor", oneLine(title, 80))}
            @click=${({ currentTarget }: Event) => look.menu(currentTarget as HTMLElement)}>${icon("more")}</button>`
    }
  </div>`;
}

function rankChange(
  { t }: BoardContext,
  before: number | null,
  now: number | null,
): TemplateResult | typeof nothing {
  if (before === null || now === null || before === now) return nothing;
  const up = now < before;
  return html`<span class="rank-change" title=${t("card.rankBefore", before)}>${up ? "▲" : "▼"}${Math.abs(before - now)}</span>`;
}

function titleOf({ model }: BoardContext, id: string): string {
  return oneLine(model.byId.get(id)?.feature.title ?? id, 80);
}

/** Whether the synthetic data it needs is there and up to date. */
function dataMark({ facts, t }: BoardContext, data: readonly string[]): TemplateResult | typeof nothing {
  if (data.length === 0) return nothing;
  const states = data.map((id) => facts?.data[id]?.kind);
  const ready = states.every((kind) => kind === "upToDate");
  const unknown = states.every((kind) => kind === undefined);
  const text = unknown ? t("card.dataUnknown") : ready ? t("card.dataReady") : t("card.dataNotReady");
  return html`<span class="card-data ${unknown ? "dim" : ready ? "ready" : "not-ready"}" title=${text}>${icon("data")}${ready || unknown ? nothing : icon("warning")}<span class="visually-hidden">${text}</span></span>`;
}
