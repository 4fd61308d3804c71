import * as vscode from "vscode";
import type { Services } from "../services.ts";

/** The path of a file on this machine's disk; says so and gives undefined when it lies elsewhere. */
export function localPath(uri: vscode.Uri, services: Services): string | undefined {
  if (uri.scheme === "file") return uri.fsPath;
  const name = uri.path.split("/").at(-1) ?? uri.path;
  services.messages.error(
    uri.scheme === "untitled"
      ? vscode.l10n.t("{0} is not saved yet: save it beside its data first.", name)
      : vscode.l10n.t(
          "{0} lies in a virtual workspace ({1}). Profiling and training need files on a disk: open a local copy of the folder.",
          name,
          uri.scheme,
        ),
  );
  return undefined;
}

/** Whether training is allowed; says what to do when it is not. */
export function isTrusted(services: Services): boolean {
  if (vscode.workspace.isTrusted) return true;
  services.messages.error(
    vscode.l10n.t(
      "This workspace is not trusted. You can look at configs and reports, but SynData does not train here: a config decides which files are read and written.",
    ),
    undefined,
    {
      title: vscode.l10n.t("Manage Workspace Trust"),
      do: () => vscode.commands.executeCommand("workbench.trust.manage"),
    },
  );
  return false;
}
