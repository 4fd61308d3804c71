import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { stem } from "../../files.ts";
import type { Services } from "../../services.ts";
import { openTable } from "../artifacts.ts";
import { doInProgress } from "../inProgress.ts";
import { isTrusted, localPath } from "../localFile.ts";
import { dataFile } from "../pickFile.ts";
import { modelFile } from "./pickModel.ts";

interface Asked {
  readonly model: string;
  readonly data: string;
  readonly out: string;
}

/** *Fill In Missing Values…*: a table with its gaps filled by a trained model. */
export async function imputeFile(services: Services, argument: unknown): Promise<void> {
  const asked = await ask(services, argument, "filled");
  if (asked === undefined) return;
  const title = vscode.l10n.t("Filling in {0}", basename(asked.data));
  const made = await doInProgress(services, title, ["impute", asked]);
  if (made === undefined) return;
  await openTable(asked.out);
  services.messages.info(vscode.l10n.t("{0} cells filled in, {1} left missing.", made.filled, made.left));
}

/** *Score Rows…*: how likely each row of a table is under a trained model. */
export async function scoreFile(services: Services, argument: unknown): Promise<void> {
  const asked = await ask(services, argument, "scores");
  if (asked === undefined) return;
  const title = vscode.l10n.t("Scoring {0}", basename(asked.data));
  const made = await doInProgress(services, title, ["score", asked]);
  if (made === undefined) return;
  await openTable(asked.out);
  const least = made.unlikeliest.slice(0, 3).map(({ row }) => String(row));
  services.messages.info(
    vscode.l10n.t("Least likely rows of {0}: {1}.", basename(asked.data), least.join(", ")),
  );
}

async function ask(services: Services, argument: unknown, ending: string): Promise<Asked | undefined> {
  if (!isTrusted(services)) return undefined;
  const uri = await dataFile(argument);
  const data = uri && localPath(uri, services);
  if (data === undefined) return undefined;
  const picked = await modelFile(undefined);
  const model = picked && localPath(picked, services);
  if (model === undefined) return undefined;
  const out = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Where the table goes"),
    defaultUri: vscode.Uri.file(join(dirname(data), `${stem(data)}-${ending}.csv`)),
  });
  return out && { model, data, out: out.fsPath };
}
