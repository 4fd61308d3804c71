import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import type { ModelType } from "../../../config/modelOptions/model.ts";
import { modelLabels } from "../../../config/modelOptions/modelLabels.ts";
import { comparisonFolder } from "../../../config/paths.ts";
import type { ComparisonEvent } from "../../../jobs/compare.ts";
import type { ReportJson } from "../../../protocol/report.ts";
import { scoresText } from "../../../runs/runSummary.ts";
import { stageTitle } from "../../../runs/statusText.ts";
import type { Services } from "../../services.ts";
import { spokenLanguage } from "../../spokenLanguage.ts";
import { doInProgress } from "../inProgress.ts";
import { isTrusted, localPath } from "../localFile.ts";
import { configFile } from "../pickFile.ts";

/** Ready in seconds; networks take minutes and are chosen by hand. */
const quick: ReadonlySet<ModelType> = new Set(["circuit", "gaussianCopula", "independent"]);

/** *Try All…*: several models on one config, with their scores as they come, and a page that compares them. */
export async function tryAll(services: Services, argument: unknown): Promise<void> {
  if (!isTrusted(services)) return;
  const uri = await configFile(argument);
  const config = uri && localPath(uri, services);
  if (config === undefined) return;
  const document = vscode.workspace.textDocuments.find(({ uri: { fsPath } }) => fsPath === config);
  if (document?.isDirty && !(await document.save())) return;
  const models = await pickModels();
  if (models === undefined || models.length === 0) return;
  const name = basename(config).replace(/\.synth\.json$/i, "");
  const out = comparisonFolder(config);
  const scores: string[] = [];
  const made = await doInProgress(
    services,
    vscode.l10n.t("Trying models on {0}", name),
    ["compare", { config, models, out, lang: spokenLanguage().code }],
    (event, progress) =>
      void tell(event, scores, (text) => progress.report({ message: [...scores, text].join(" · ") })),
  );
  if (made === undefined) return;
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.file(join(out, "comparison.md")));
  services.messages.info(vscode.l10n.t("{0}: fidelity / utility / privacy of {1}.", name, scores.join(", ")));
}

async function pickModels(): Promise<ModelType[] | undefined> {
  const { modelTypes } = await import("../../../config/modelOptions/modelLabels.ts");
  const items = modelTypes
    .filter((type) => type !== "auto")
    .map((type) => ({
      label: type,
      detail: vscode.l10n.t(modelLabels[type]),
      picked: quick.has(type),
      type,
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Which models are tried?"),
    canPickMany: true,
  });
  return picked?.map(({ type }) => type);
}

/** Says which model is at which stage, and the scores of those that are done. */
async function tell(
  { event, label }: ComparisonEvent,
  scores: string[],
  show: (text: string) => void,
): Promise<void> {
  const model = label.replace(/, seed \d+$/, "");
  if (event.type === "stage" && event.state === "start")
    show(`${model}: ${stageTitle(event.stage, vscode.l10n.t)}`);
  if (event.type !== "done" || event.reportPath === null) return;
  const text = await readFile(event.reportPath.replace(/html$/, "json"), "utf8").catch(() => undefined);
  if (text === undefined) return;
  const { fidelity, utility, privacy } = (JSON.parse(text) as ReportJson).verdict;
  scores.push(
    `${model} ${scoresText({ fidelity: fidelity.score, utility: utility.score, privacy: privacy.score })}`,
  );
  show("");
}
