import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, relative } from "node:path";
import * as vscode from "vscode";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { configBeside, isDataFile } from "../files.ts";
import { isReadOnly } from "../reason.ts";
import type { Services } from "../services.ts";
import { localPath } from "./localFile.ts";
import { dataFile } from "./pickFile.ts";
import { runConfig } from "./run.ts";

/** *Synthesize…*: NAME.synth.json beside the table, inferred and commented, and open in the editor. */
export async function synthesize(services: Services, argument: unknown): Promise<string | undefined> {
  const config = await configOf(services, argument);
  if (config !== undefined)
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(config), { preview: false });
  return config;
}

/** *Quick Synthesize*: the same, and runs it. */
export async function quickSynthesize(services: Services, argument: unknown): Promise<void> {
  const config = await synthesize(services, argument);
  if (config !== undefined) await runConfig(services, config);
}

/** The path of the table's config: the one that stands there, never overwritten, or a new one. */
async function configOf(services: Services, argument: unknown): Promise<string | undefined> {
  const uri = await dataFile(argument);
  const data = uri && localPath(uri, services);
  if (data === undefined) return undefined;
  if (!isDataFile(data)) {
    services.messages.error(
      vscode.l10n.t("{0} is not a CSV, TSV, Parquet, JSON or NDJSON file.", basename(data)),
    );
    return undefined;
  }
  const config = configBeside(data);
  if (existsSync(config)) {
    services.log.info(`${config} exists already: opened as it is`);
    return config;
  }
  try {
    const profile = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: vscode.l10n.t("SynData: looking at the columns of {0}…", basename(data)),
      },
      () => services.profiles.get(data),
    );
    for (const warning of profile.warnings) services.log.warn(`${basename(data)}: ${warning}`);
    return await write(services, config, data, profile);
  } catch (error) {
    services.messages.error(vscode.l10n.t("Cannot read {0}", basename(data)), error);
    return undefined;
  }
}

async function write(
  services: Services,
  config: string,
  data: string,
  profile: TableProfile,
): Promise<string | undefined> {
  const { initConfig } = await import("../../config/initConfig.ts");
  try {
    // "wx": whoever wrote it meanwhile keeps it
    await writeFile(config, initConfig(basename(data), profile), { flag: "wx" });
    return config;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return config;
    if (!isReadOnly(error)) throw error;
    services.log.warn(`${dirname(config)} cannot be written to`);
  }
  const elsewhere = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("{0} cannot be written to. Where should the config go?", dirname(config)),
    filters: { [vscode.l10n.t("SynData config")]: ["synth.json"] },
  });
  if (elsewhere === undefined) return undefined;
  const path = /\.synth\.json$/i.test(elsewhere.fsPath)
    ? elsewhere.fsPath
    : `${elsewhere.fsPath.replace(/(\.synth)?(\.json)?$/i, "")}.synth.json`;
  await writeFile(path, initConfig(relative(dirname(path), data), profile));
  return path;
}
