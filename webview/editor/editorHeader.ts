import { html, nothing, type TemplateResult } from "lit";
import { oneLine, wholeNumber } from "./columns/showValue.ts";
import type { EditorContext } from "./context.ts";
import { icon } from "./icons.ts";
import { valueAt } from "./json.ts";
import { showInput } from "./settings/parseInput.ts";

/** Which table, how large, what is wrong, and the button everything is for. */
export function editorHeader(context: EditorContext, showProblems: () => void): TemplateResult {
  const { t, document } = context;
  const path = showInput(valueAt(document.value, ["source", "path"]));
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  return html`<header class="head">
    <div class="head-source">
      <h1 title=${oneLine(path, 400)}>${
        path === ""
          ? html`<span class="dim">${t("source.pick")}</span>`
          : html`<span class="folder"><bdi>${oneLine(path.slice(0, cut), 120)}</bdi></span><bdi>${oneLine(path.slice(cut), 120)}</bdi>`
      }</h1>
      ${
        document.readonly
          ? html`<span class="tag">${t("head.readonly")}</span>`
          : html`<button class="icon-button" title=${t("source.pick")} aria-label=${t("source.pick")}
              @click=${() => context.request({ request: "pickSource" })}>${icon("folder")}</button>`
      }
      <span class="size dim">${size(context)}</span>
    </div>
    <div class="head-actions">
      ${problemCount(context, showProblems)}
      ${
        context.run.report
          ? html`<button class="link" title=${t("head.reportHelp")} aria-label=${t("head.reportHelp")} @click=${() => context.request({ request: "openReport" })}>${icon("chart")}<span class="head-words">${t("head.report")}</span></button>`
          : nothing
      }
      <button class="icon-button" title=${t("head.text")} aria-label=${t("head.text")}
        @click=${() => context.request({ request: "openText" })}>${icon("text")}</button>
      ${runButton(context, showProblems)}
    </div>
  </header>`;
}

function size({ source, t, language }: EditorContext): string {
  if (source.kind !== "ready") return "";
  const { rows, columns, bytes } = source;
  return [
    rows === 1 ? t("source.row") : t("source.rows", wholeNumber(rows, language)),
    columns.length === 1 ? t("source.column") : t("source.columns", wholeNumber(columns.length, language)),
    byteText(bytes, language),
  ].join("  ·  ");
}

function byteText(bytes: number, language: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: units[step]!,
    unitDisplay: "short",
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** step);
}

function problemCount({ problems, t }: EditorContext, show: () => void): TemplateResult {
  const [errors, warnings] = [problems.count("error"), problems.count("warning")];
  if (errors + warnings === 0)
    return html`<span class="fine dim">${icon("check")}<span class="head-words">${t("head.fine")}</span></span>`;
  return html`<button class="link counts" title=${t("head.showProblems")} @click=${show}>
    ${errors === 0 ? nothing : html`<span class="mark error">${icon("error")}${errors === 1 ? t("head.error") : t("head.errors", errors)}</span>`}
    ${warnings === 0 ? nothing : html`<span class="mark warning">${icon("warning")}${warnings === 1 ? t("head.warning") : t("head.warnings", warnings)}</span>`}
  </button>`;
}

/** With errors it leads to them: a dead button explains nothing. */
function runButton(context: EditorContext, showProblems: () => void): TemplateResult {
  const { run, t, problems } = context;
  const blocked = problems.count("error") > 0;
  if (run.state === "idle")
    return html`<vscode-button class="run" ?secondary=${blocked} title=${blocked ? t("head.runErrors") : nothing}
      @click=${blocked ? showProblems : () => context.request({ request: "run" })}>
      <span class="button-face">${icon("play")}${t("head.run")}</span>
    </vscode-button>`;
  const share = run.fraction === null ? "" : `${Math.floor(run.fraction * 100)} %`;
  return html`<span class="running dim" role="status">${run.state === "waiting" ? t("head.waiting") : `${oneLine(run.label, 40)} ${share}`.trim()}</span>
    <vscode-button secondary class="run" @click=${() => context.request({ request: "cancelRun" })}>
      <span class="button-face">${icon("stop")}${t("head.cancel")}</span>
    </vscode-button>`;
}
