import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import { type PastRun, readPastRun, reportOf, runsOf } from "../../runs/pastRun.ts";
import { gridViewType } from "../grid/register.ts";
import type { Services } from "../services.ts";
import { localPath } from "./localFile.ts";
import { configFile, dataFile } from "./pickFile.ts";
import { reveal } from "./reveal.ts";

/** *Open Report*: of the run the argument names, else of the config's newest run that has one. */
export async function openReport(services: Services, argument: unknown): Promise<void> {
  const runs = await runsOfArgument(services, argument);
  if (runs === undefined) return;
  const report = runs.map(reportOf).find((path) => path !== undefined);
  if (report !== undefined) return services.reports.openFile(report);
  services.messages.info(vscode.l10n.t("There is no report yet: run the config first."), {
    title: vscode.l10n.t("Run"),
    do: () => vscode.commands.executeCommand("syndata.run", argument),
  });
}

/** *Open Data*: the synthetic table. */
export async function openData(services: Services, argument: unknown): Promise<void> {
  const runs = await runsOfArgument(services, argument);
  const output = runs?.find(({ state }) => state.output !== null)?.state.output;
  if (runs === undefined) return;
  if (output === undefined || output === null)
    services.messages.info(vscode.l10n.t("There is no synthetic table yet: run the config first."));
  else if (existsSync(output)) await openTable(output);
  else
    services.messages.error(
      vscode.l10n.t("{0} is gone: it was moved or deleted since the run. Run the config again.", output),
    );
}

/** Shows a table in the data grid, of whatever size. */
export async function openTable(path: string): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.file(path), gridViewType);
}

/** *Open as Table*: a data file in the data grid. */
export async function openAsTable(services: Services, argument: unknown): Promise<void> {
  const uri = await dataFile(argument);
  const path = uri && localPath(uri, services);
  if (path !== undefined) await openTable(path);
}

export async function openConfig(_services: Services, argument: unknown): Promise<void> {
  const uri = await configFile(argument);
  if (uri !== undefined) await vscode.commands.executeCommand("vscode.open", uri);
}

export async function revealRun(services: Services, argument: unknown): Promise<void> {
  const [run] = (await runsOfArgument(services, argument)) ?? [];
  if (run === undefined) return;
  await reveal(run.folder.path);
}

/** The run the argument names, or all runs of the config it names, newest first. */
export async function runsOfArgument(
  services: Services,
  argument: unknown,
): Promise<readonly PastRun[] | undefined> {
  const { runDir } = (argument ?? {}) as { readonly runDir?: unknown };
  if (typeof runDir === "string") {
    const run = await readPastRun(runDir);
    if (run === undefined) services.messages.error(vscode.l10n.t("The run {0} is gone.", basename(runDir)));
    return run && [run];
  }
  const uri = await configFile(argument);
  const config = uri && localPath(uri, services);
  return config === undefined ? undefined : runsOf(config);
}
