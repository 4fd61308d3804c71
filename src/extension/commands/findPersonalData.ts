import { basename } from "node:path";
import * as vscode from "vscode";
import type { PersonalFindings } from "../../jobs/pii.ts";
import type { Services } from "../services.ts";
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
  const findings = await look(services, data);
  if (findings === undefined) return;
  const { findingsMarkdown } = await import("../../transform/personal/findingsText.ts");
  const name = basename(data);
  const page = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t("Personal data in {0}", name)}.md` });
  pages.set(page.path, findingsMarkdown(name, findings.findings, findings.columns));
  await vscode.commands.executeCommand("markdown.showPreview", page);
}

async function look(services: Services, data: string): Promise<PersonalFindings | undefined> {
  const title = vscode.l10n.t("Looking for personal data in {0}", basename(data));
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const worker = services.newWorker();
      const handle = worker.start("pii", { data });
      token.onCancellationRequested(() => handle.cancel());
      try {
        return await handle.result;
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        worker.dispose();
      }
    },
  );
}
