import { html, nothing, type TemplateResult } from "lit";
import { oneLine } from "./columns/showValue.ts";
import type { EditorContext } from "./context.ts";
import { icon } from "./icons.ts";

/** Why the columns have no profile, or what their file warns of. */
export function sourceNotice(context: EditorContext): TemplateResult | typeof nothing {
  const { source, t } = context;
  const again = html`<button class="link" @click=${() => context.request({ request: "readSource" })}>${t("source.again")}</button>`;
  const pick = html`<button class="link" @click=${() => context.request({ request: "pickSource" })}>${t("source.pick")}</button>`;
  switch (source.kind) {
    case "ready":
      return source.warnings.length === 0
        ? nothing
        : html`<div class="notice warning">${icon("warning")}<span>${source.warnings.map((text) => oneLine(text, 300)).join(" ")}</span></div>`;
    case "loading":
      return html`<div class="notice" role="status"><vscode-progress-ring></vscode-progress-ring><span>${t("source.loading", fileName(source.path))}</span></div>`;
    case "missing":
      return html`<div class="notice warning" role="status">${icon("warning")}<span>${t("source.missing", fileName(source.path))}</span>${pick}</div>`;
    case "failed":
      return html`<div class="notice error" role="alert">${icon("error")}<span>${t("source.failed", fileName(source.path), oneLine(source.message, 400))}</span>${again}${pick}</div>`;
    case "unread":
      return html`<div class="notice" role="status">${icon("info")}<span>${t(`source.unread.${source.why}`)}</span>${source.why === "unnamed" ? pick : nothing}</div>`;
  }
}

function fileName(path: string): string {
  return oneLine(path.split(/[\\/]/).at(-1) ?? path, 100);
}
