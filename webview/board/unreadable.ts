import { html, nothing, type TemplateResult } from "lit";
import type { BoardRequest, UnreadableProduct } from "../../src/product/page/boardMessages.ts";
import type { BoardWords } from "../../src/product/page/boardStrings.ts";
import { icon } from "../editor/icons.ts";

const shown = 5;

/** Why the text cannot be read and where, with the way there. `old`: the board below is of the last text that could be. */
export function unreadableBanner(
  { version, file, problems, excerpt, readonly }: UnreadableProduct,
  t: BoardWords,
  request: (request: BoardRequest) => void,
  old = false,
): TemplateResult {
  const errors = problems
    .map((problem, number) => ({ ...problem, number }))
    .filter(({ severity }) => severity === "error");
  const first = errors[0];
  return html`<section class="unreadable ${old ? "above" : "alone"}" role="alert">
    <h2>${icon("warning")}${t("broken.title", file)}</h2>
    <ul class="problems">
      ${errors.slice(0, shown).map(
        ({ message, line, column, fix, number }) => html`<li class="problem error">${icon("error")}
          <span class="problem-text">${t("broken.where", line, column)}: ${message}</span>
          ${
            fix === undefined || readonly
              ? nothing
              : html`<button class="link" @click=${() => request({ request: "fix", version, problem: number })}>${fix}</button>`
          }
          <button class="icon-button" title=${t("problem.goTo", line)} aria-label=${t("problem.goTo", line)}
            @click=${() => request({ request: "openText", line, column })}>${icon("go")}</button></li>`,
      )}
    </ul>
    ${errors.length > shown ? html`<p class="dim">${t("broken.more", errors.length - shown)}</p>` : nothing}
    ${
      old || excerpt.length === 0
        ? nothing
        : html`<pre dir="ltr">${excerpt.map(
            ({ line, text }) =>
              html`<div class=${line === first?.line ? "at" : "dim"}><span class="line-number">${line}</span>${text}</div>`,
          )}</pre>`
    }
    <p class="dim">${old ? t("broken.old") : t("broken.safe")}</p>
    <vscode-button @click=${() => request({ request: "openText", ...(first && { line: first.line, column: first.column }) })}>${t("broken.open")}</vscode-button>
  </section>`;
}
