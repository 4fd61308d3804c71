import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";

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

/** Run folders lie beside each other, each with its report. */
async function runsBeside(path: string): Promise<RunItem[]> {
  const own = dirname(path);
  const runs = dirname(own);
  const names = await readdir(runs).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => join(runs, name) !== own)
      .map(async (name) => {
        const file = join(runs, name, "report.json");
        const written = await stat(file).then(
          ({ mtime }) => mtime,
          () => undefined,
        );
        return written && { label: name, description: written.toLocaleString(), path: file, written };
      }),
  );
  return found.filter((item) => item !== undefined).sort((a, b) => b.written.getTime() - a.written.getTime());
}
