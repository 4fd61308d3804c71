import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../editor/icons.ts";
import type { BoardContext } from "./context.ts";
import { boardViews } from "./kept.ts";

/** Which product, in which unit it is scored, what is wrong, and the way to the text. */
export function boardHeader(context: BoardContext): TemplateResult {
  const { t, model, readonly, old } = context;
  const { product, reach } = model.rest;
  return html`<header class="head">
    <div class="head-source">
      <h1 title=${product}><bdi>${product}</bdi></h1>
      ${old ? html`<span class="tag">${t("head.old")}</span>` : readonly ? html`<span class="tag">${t("head.readonly")}</span>` : nothing}
      <span class="size dim">${reach === undefined ? nothing : t("head.reach", reach.unit, reach.per)}</span>
    </div>
    <div class="head-actions">
      ${problemCount(context)}
      <button class="icon-button" title=${t("head.text")} aria-label=${t("head.text")}
        @click=${() => context.request({ request: "openText" })}>${icon("text")}</button>
    </div>
  </header>`;
}

function problemCount({ problems, t, keep }: BoardContext): TemplateResult {
  const count = (severity: string): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors + warnings === 0)
    return html`<span class="fine dim">${icon("check")}<span class="head-words">${t("head.fine")}</span></span>`;
  return html`<button class="link counts" title=${t("head.showProblems")} @click=${() => keep({ view: "overview" })}>
    ${errors === 0 ? nothing : html`<span class="mark error">${icon("error")}${errors === 1 ? t("head.error") : t("head.errors", errors)}</span>`}
    ${warnings === 0 ? nothing : html`<span class="mark warning">${icon("warning")}${warnings === 1 ? t("head.warning") : t("head.warnings", warnings)}</span>`}
  </button>`;
}

/** The five views; arrows walk between them. */
export function viewTabs({ t, kept, keep }: BoardContext): TemplateResult {
  const go = (event: KeyboardEvent, step: number): void => {
    const at = boardViews.indexOf(kept.view);
    const view = boardViews[(at + step + boardViews.length) % boardViews.length]!;
    const tabs = (event.currentTarget as HTMLElement).parentElement;
    keep({ view });
    tabs?.querySelector<HTMLElement>(`#tab-${view}`)?.focus();
  };
  return html`<div class="view-tabs" role="tablist" aria-label=${t("tabs")}>
    ${boardViews.map(
      (
        view,
      ) => html`<button role="tab" id="tab-${view}" aria-controls="view" aria-selected=${kept.view === view ? "true" : "false"}
        tabindex=${kept.view === view ? 0 : -1} @click=${() => keep({ view })}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === "ArrowRight") go(event, 1);
          else if (event.key === "ArrowLeft") go(event, -1);
        }}>${t(`view.${view}`)}</button>`,
    )}
  </div>`;
}
