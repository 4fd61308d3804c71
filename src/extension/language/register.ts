import * as vscode from "vscode";
import { configGlob } from "../files.ts";
import type { Services } from "../services.ts";
import { codeLenses } from "./codeLens.ts";
import { columnCompletion, ruleHover } from "./completion.ts";
import { isChecked } from "./configChecks.ts";
import { chooseSource, pickSourceCommand, quickFixes } from "./quickFixes.ts";
import { schemaProvider, schemaScheme } from "./schemaProvider.ts";

/** Diagnostics, quick fixes, completion, CodeLens and schemas of `*.synth.json`. */
export function registerLanguage(context: vscode.ExtensionContext, services: Services): void {
  const { checks } = services;
  const selector: vscode.DocumentSelector = { scheme: "file", pattern: configGlob };
  const whileTyping = (document: vscode.TextDocument): boolean =>
    vscode.workspace.getConfiguration("syndata", document).get<boolean>("validateOnType", true);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument((document) => checks.schedule(document, true)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) checks.schedule(document, whileTyping(document));
    }),
    vscode.workspace.onDidSaveTextDocument((document) => checks.schedule(document, true)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => checks.forget(uri)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => checkOpen()),
    vscode.languages.registerCodeActionsProvider(selector, quickFixes(checks), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.languages.registerCompletionItemProvider(selector, columnCompletion(services), '"', "`"),
    vscode.languages.registerHoverProvider(selector, ruleHover(services)),
    vscode.languages.registerCodeLensProvider(selector, codeLenses),
    vscode.workspace.registerTextDocumentContentProvider(schemaScheme, schemaProvider(services.extensionUri)),
    vscode.commands.registerCommand(pickSourceCommand, chooseSource),
  );
  const checkOpen = (): void => {
    for (const document of vscode.workspace.textDocuments)
      if (isChecked(document)) checks.schedule(document, true);
  };
  checkOpen();
}
