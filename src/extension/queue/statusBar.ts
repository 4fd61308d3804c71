import { basename } from "node:path";
import * as vscode from "vscode";
import { isActive } from "../../runs/runQueue.ts";
import { stageText } from "../../runs/stageText.ts";
import { progressText, statusBarText, tooltipLines } from "../../runs/statusText.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";

/** One item while something is run: stage, percent, time left; losses in its hover; a click leads to the run. */
export function statusBar(services: Services): vscode.Disposable {
  const { queue } = services;
  const item = vscode.window.createStatusBarItem("syndata.run", vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t("SynData Run");
  item.command = "syndata.showRun";
  const draw = throttle(() => {
    const { active } = queue;
    if (active.length === 0) {
      item.hide();
      return;
    }
    item.text = statusBarText(active, vscode.l10n.t);
    item.tooltip = tooltip(services);
    item.accessibilityInformation = {
      label: active
        .map((run) => `SynData, ${basename(run.job.config)}: ${progressText(run, vscode.l10n.t)}`)
        .join("; "),
    };
    item.show();
  }, 250);
  const listening = queue.onChange(draw.call);
  return vscode.Disposable.from(item, listening, draw);
}

/** Names are put in as text, never as Markdown. */
function tooltip({ queue }: Services): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const run of queue.runs.filter(isActive)) {
    if (text.value !== "") text.appendMarkdown("\n\n---\n\n");
    text.appendText(`${basename(run.job.config)} · ${progressText(run, vscode.l10n.t)}`);
    if (run.live.label !== "")
      text.appendMarkdown("\n\n").appendText(stageText(run.live.label, spokenLanguage()));
    const lines = tooltipLines(run, vscode.l10n.t);
    if (lines.length > 0) text.appendCodeblock(lines.join("\n"), "text");
  }
  return text;
}

/** Calls at most once in `ms`, the last time always. */
export function throttle(work: () => void, ms: number): { readonly call: () => void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  let last = 0;
  const now = (): void => {
    timer = undefined;
    last = Date.now();
    work();
  };
  return {
    call: () => {
      timer ??= setTimeout(now, Math.max(0, last + ms - Date.now()));
    },
    dispose: () => clearTimeout(timer),
  };
}
