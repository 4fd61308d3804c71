import { basename } from "node:path";
import * as vscode from "vscode";
import type { Services } from "../services.ts";
import { doInProgress } from "./inProgress.ts";
import { isTrusted, localPath } from "./localFile.ts";
import { dataFile } from "./pickFile.ts";

const scheme = "syndata-personal";

/** What was found, by the path of its page. */
const pages = new Map<string, string>();

/** Shows the pages of *Find Personal Data*. */
export function registerPersonalPages(context: vscode.ExtensionContext): void {
  const provideTextDocumentContent = ({ path }: vscode.Uri) => pages.get(path);
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent }),
  );
}

/** *Find Personal Data*: which columns of a table hold personal data and why, as a page without any value of the table. */
export async function findPersonalData(services: Services, argument: unknown): Promise<void> {
  if (!isTrusted(services)) return;
  const uri = await dataFile(argument);
  const data = uri && localPath(uri, services);
  if (data === undefined) return;
  const title = vscode.l10n.t("Looking for personal data in {0}", basename(data));
  const findings = await doInProgress(services, title, ["pii", { data }]);
  if (findings === undefined) return;
  const { findingsMarkdown } = await import("../../transform/personal/findingsText.ts");
  const name = basename(data);
  const page = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t("Personal data in {0}", name)}.md` });
  pages.set(page.path, findingsMarkdown(name, findings.findings, findings.columns));
  await vscode.commands.executeCommand("markdown.showPreview", page);
}
