import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import * as vscode from "vscode";
import type { CompareJob } from "../../protocol/worker.ts";
import { stageText } from "../../runs/stageText.ts";
import { configBeside } from "../files.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";
import { doInProgress } from "./inProgress.ts";
import { isTrusted, localPath } from "./localFile.ts";
import { dataFile, pickData } from "./pickFile.ts";

/** *Report Against…*: a report on any two tables; with two files selected in the explorer, on those. */
export async function compareWith(services: Services, argument: unknown, selected: unknown): Promise<void> {
  if (!isTrusted(services)) return;
  const first = await dataFile(argument);
  if (first === undefined) return;
  const others = (Array.isArray(selected) ? selected : []).filter(
    (uri): uri is vscode.Uri => uri instanceof vscode.Uri && uri.toString() !== first.toString(),
  );
  const second =
    others.length === 1
      ? others[0]
      : await pickData(vscode.l10n.t("Compare {0} with…", basename(first.path)), first);
  const one = localPath(first, services);
  const two = second && localPath(second, services);
  if (one === undefined || two === undefined) return;
  const sides = await whichIsReal(one, two);
  if (sides === undefined) return;
  const config = await validConfig(sides.real);
  await compare(services, { ...sides, ...(config !== undefined && { config }) });
}

async function whichIsReal(
  one: string,
  two: string,
): Promise<{ real: string; synthetic: string } | undefined> {
  const name = basename(one) === basename(two) ? shortPath : (path: string) => basename(path);
  const item = (real: string, synthetic: string) => ({
    label: vscode.l10n.t("{0} is the real table, {1} the synthetic one", name(real), name(synthetic)),
    real,
    synthetic,
  });
  const both = [item(one, two), item(two, one)];
  if (/synth/i.test(one) && !/synth/i.test(two)) both.reverse();
  return vscode.window.showQuickPick(both, { title: vscode.l10n.t("Which one is real?") });
}

function shortPath(path: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.file(path));
}

/** The config beside the real table says what its columns are, if it can be read. */
async function validConfig(real: string): Promise<string | undefined> {
  const path = configBeside(real);
  if (!existsSync(path)) return undefined;
  const { parseConfig } = await import("../../config/parseConfig.ts");
  return parseConfig(await readFile(path, "utf8"), path).config === undefined ? undefined : path;
}

async function compare(services: Services, job: CompareJob): Promise<void> {
  const title = vscode.l10n.t("Comparing {0} with {1}", basename(job.synthetic), basename(job.real));
  let percent = 0;
  try {
    const made = await doInProgress(services, title, ["report", job], (event, progress) => {
      if (event.type === "warning") services.log.warn(event.message);
      if (event.type !== "progress") return;
      const now = Math.floor(event.fraction * 100);
      progress.report({
        message: stageText(event.label, spokenLanguage()),
        increment: Math.max(0, now - percent),
      });
      percent = Math.max(percent, now);
    });
    if (made !== undefined)
      await services.reports.show(made.report, `${basename(job.real)} ↔ ${basename(job.synthetic)}`);
  } catch (error) {
    services.messages.error(vscode.l10n.t("The tables could not be compared"), error);
  }
}
