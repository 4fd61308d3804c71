import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { listRuns } from "../../runFolder/runFolder.ts";
import { type PastRun, readPastRun, reportOf } from "../../runs/pastRun.ts";
import { readScores, runLabel, scoresText } from "../../runs/runSummary.ts";

/** Lets the person pick another run's `report.json`: those beside `path`, newest first, or any file. */
export async function chooseEarlierReport(path: string): Promise<string | undefined> {
  const items = await runsBeside(path);
  const browse = { label: vscode.l10n.t("$(folder-opened) Choose a report.json…"), path: undefined };
  const picked =
    items.length === 0
      ? browse
      : await vscode.window.showQuickPick([...items, browse], {
          title: vscode.l10n.t("Compare with an Earlier Run"),
          placeHolder: vscode.l10n.t("The run to compare {0} with", basename(dirname(path))),
          matchOnDescription: true,
        });
  if (!picked) return undefined;
  if (picked.path !== undefined) return picked.path;
  const [file] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.file(dirname(path)),
      filters: { JSON: ["json"] },
      title: vscode.l10n.t("Compare with an Earlier Run"),
    })) ?? [];
  return file?.fsPath;
}

interface RunItem extends vscode.QuickPickItem {
  readonly path: string | undefined;
}

/** Runs with a report that lie beside this one: those of its config first, others behind a separator. */
async function runsBeside(path: string): Promise<RunItem[]> {
  const own = dirname(path);
  const config = (await readPastRun(own))?.state.config;
  const runs = (await listRuns(dirname(own))).filter(({ folder }) => folder.path !== own);
  const [same, others] = [true, false].map((mine) =>
    runs.filter((run) => (run.state.config === config) === mine && reportOf(run) !== undefined),
  ) as [PastRun[], PastRun[]];
  const separator: RunItem[] =
    others.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t("Runs of other configs"),
            kind: vscode.QuickPickItemKind.Separator,
            path: undefined,
          },
        ];
  return [...(await Promise.all(same.map(itemOf))), ...separator, ...(await Promise.all(others.map(itemOf)))];
}

async function itemOf(run: PastRun): Promise<RunItem> {
  const scores = await readScores(run);
  const label = runLabel(run, Date.now(), vscode.l10n.t);
  return {
    label: scores === null ? label : `${label} · ${scoresText(scores)}`,
    description: run.folder.id,
    path: reportOf(run),
  };
}
