import { basename } from "node:path";
import * as vscode from "vscode";
import type { Services } from "../services.ts";
import { localPath } from "./localFile.ts";
import { configFile } from "./pickFile.ts";

/** *Validate*: the whole check, columns included; findings go to the Problems panel. */
export async function validate(services: Services, argument: unknown): Promise<void> {
  const uri = await configFile(argument);
  const path = uri && localPath(uri, services);
  if (uri === undefined || path === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const { diagnostics, profile } = await services.checks.check(document);
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  const warnings = diagnostics.filter((d) => d.severity === "warning").length;
  const problems = {
    title: vscode.l10n.t("Show Problems"),
    do: () => vscode.commands.executeCommand("workbench.actions.view.problems"),
  };
  if (errors > 0)
    services.messages.error(
      vscode.l10n.t("{0}: {1} errors, {2} warnings.", basename(path), errors, warnings),
      undefined,
      problems,
    );
  else
    services.messages.info(
      vscode.l10n.t(
        "{0} is valid: {1} rows × {2} columns, {3} warnings.",
        basename(path),
        (profile?.rows ?? 0).toLocaleString(),
        profile?.columns.length ?? 0,
        warnings,
      ),
      ...(warnings > 0 ? [problems] : []),
    );
}
