import { basename } from "node:path";
import * as vscode from "vscode";
import type { QueuedRun } from "../../runs/runQueue.ts";
import { stageText } from "../../runs/stageText.ts";
import { durationText } from "../../runs/timeText.ts";
import { openTable } from "../commands/artifacts.ts";
import type { Choice } from "../messages.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";

/** The one notification of a run: at its end. */
export function announceEnd(services: Services, run: QueuedRun): void {
  const name = basename(run.job.config);
  const uri = vscode.Uri.file(run.job.config);
  const command = (title: string, id: string, argument: unknown = uri): Choice => ({
    title,
    do: () => vscode.commands.executeCommand(id, argument),
  });
  const showLog = command(vscode.l10n.t("Show Log"), "syndata.showLog");
  const node = { config: run.job.config, ...(run.live.runDir !== null && { runDir: run.live.runDir }) };
  switch (run.status) {
    case "succeeded":
      announceDone(services, run, [
        ...(run.live.end?.type === "done" && run.live.end.reportPath !== null
          ? [command(vscode.l10n.t("Open Report"), "syndata.openReport", node)]
          : []),
        {
          title: vscode.l10n.t("Open Data"),
          do: async () => {
            if (run.live.end?.type === "done") await openTable(run.live.end.output);
          },
        },
        showLog,
      ]);
      return;
    case "cancelled":
      vscode.window.setStatusBarMessage(
        `$(circle-slash) ${vscode.l10n.t("{0} cancelled. It can be resumed.", name)}`,
        6000,
      );
      return;
    case "failed":
      if (run.reason === "lost") announceLost(services, run, command);
      else
        services.messages.error(
          failureText(run),
          undefined,
          command(vscode.l10n.t("Open Config"), "syndata.openConfig"),
        );
      return;
    default:
      return;
  }
}

/** What is wrong with a config that was refused, else why the run failed. */
function failureText({ job, live, error }: QueuedRun): string {
  const name = basename(job.config);
  const found = live.end?.type === "failed" ? live.end.diagnostics : [];
  const [first, ...others] = found.filter(({ severity }) => severity === "error");
  if (first === undefined) return vscode.l10n.t("{0} failed: {1}", name, error ?? "");
  const text = vscode.l10n.t("{0} was not run. Line {1}: {2}", name, first.line, first.message);
  return others.length === 0 ? text : `${text} ${vscode.l10n.t("({0} more errors)", others.length)}`;
}

function announceDone(services: Services, { live, job }: QueuedRun, choices: readonly Choice[]): void {
  if (live.end?.type !== "done") return;
  const { rows, ms, gatesFailed } = live.end;
  const assessed = live.stages.find(({ stage }) => stage === "assess")?.detail ?? "";
  const verdict = stageText(assessed, spokenLanguage());
  const made = vscode.l10n.t(
    "{0}: {1} synthetic rows in {2}.",
    basename(job.config),
    rows.toLocaleString(),
    durationText(ms, vscode.l10n.t),
  );
  const text = `${made} ${verdict}`.trim();
  if (gatesFailed.length === 0) services.messages.info(text, ...choices);
  else
    services.messages.warning(
      `${text} ${vscode.l10n.t("A gate failed: {0}", gatesFailed.join("; "))}`,
      ...choices,
    );
}

function announceLost(
  services: Services,
  run: QueuedRun,
  command: (title: string, id: string) => Choice,
): void {
  if (run.printed !== "") services.log.error(run.printed);
  const lines = run.printed.trim().split("\n").slice(-3).join(" ⏎ ");
  services.messages.error(
    vscode.l10n
      .t(
        "{0} was cut off: {1}. What was finished is kept. {2}",
        basename(run.job.config),
        run.error ?? "",
        lines === "" ? "" : vscode.l10n.t("Last output: {0}", lines),
      )
      .trim(),
    undefined,
    ...(run.live.runDir === null ? [] : [command(vscode.l10n.t("Resume"), "syndata.resume")]),
  );
}
