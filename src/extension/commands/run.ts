import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import type { RunOverrides } from "../../protocol/worker.ts";
import { resumable, runsOf } from "../../runs/pastRun.ts";
import type { QueuedRun } from "../../runs/runQueue.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";
import { isTrusted, localPath } from "./localFile.ts";
import { configFile } from "./pickFile.ts";

/** *Run* from a menu, a view, a CodeLens or the palette. */
export async function run(services: Services, argument: unknown): Promise<void> {
  const uri = await configFile(argument);
  const config = uri && localPath(uri, services);
  if (config !== undefined) await runConfig(services, config);
}

/** *Resume*: the newest run of the config that was cut off. */
export async function resume(services: Services, argument: unknown): Promise<void> {
  const uri = await configFile(argument);
  const config = uri && localPath(uri, services);
  if (config === undefined) return;
  const atWork = services.queue.activeOf(config) !== undefined;
  if (atWork || resumable(await runsOf(config)) !== undefined)
    await runConfig(services, config, { resume: true });
  else
    services.messages.info(
      vscode.l10n.t("{0} has no run that was cut off: there is nothing to resume.", basename(config)),
      { title: vscode.l10n.t("Run"), do: () => runConfig(services, config) },
    );
}

export interface RunOptions {
  readonly overrides?: RunOverrides;
  readonly resume?: boolean;
}

/**
 * Saves the config and puts it in the queue. Whatever is in the way is said.
 * @returns undefined when it was not queued
 */
export async function runConfig(
  services: Services,
  config: string,
  options: RunOptions = {},
): Promise<{ run: QueuedRun; ended: Promise<QueuedRun> } | undefined> {
  if (!isTrusted(services) || !(await save(services, config))) return undefined;
  const name = basename(config);
  const already = services.queue.activeOf(config);
  if (already !== undefined) {
    services.messages.info(vscode.l10n.t("{0} is already running.", name), {
      title: vscode.l10n.t("Show Run"),
      do: () => vscode.commands.executeCommand("syndata.showRun", already.key),
    });
    return undefined;
  }
  if (!(await isWritable(dirname(config)))) {
    services.messages.error(
      vscode.l10n.t(
        "{0} cannot be run: {1} cannot be written to, and a run keeps its files in .syndata beside the config. Copy the config to a folder of yours; its source.path may stay absolute.",
        name,
        dirname(config),
      ),
    );
    return undefined;
  }
  if (!(await isFreeElsewhere(services, config))) return undefined;
  // two clicks while the questions above were asked
  if (services.queue.activeOf(config) !== undefined) return undefined;
  return services.queue.add({
    config,
    overrides: options.overrides ?? {},
    resume: options.resume ?? false,
    lang: spokenLanguage().code,
  });
}

/** The run uses the file: what is only on the screen is saved first. */
async function save(services: Services, config: string): Promise<boolean> {
  const open = vscode.workspace.textDocuments.find((d) => d.uri.scheme === "file" && d.uri.fsPath === config);
  if (open === undefined || !open.isDirty || (await open.save())) return true;
  services.messages.error(vscode.l10n.t("{0} could not be saved, so it was not run.", basename(config)));
  return false;
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Another window or a terminal may be at it. */
async function isFreeElsewhere(services: Services, config: string): Promise<boolean> {
  const { isAtWork } = await import("../../runFolder/runState.ts");
  const other = (await runsOf(config)).find(({ state }) => isAtWork(state));
  if (other === undefined) return true;
  services.log.warn(`${config} is already running: ${other.folder.id}`);
  const anyway = vscode.l10n.t("Run Anyway");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "{0} is being run by another window, terminal or machine. A second run would write the same output.",
      basename(config),
    ),
    anyway,
  );
  return answer === anyway;
}
