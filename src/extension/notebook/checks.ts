import * as vscode from "vscode";
import { readOptions } from "../../config/readOptions.ts";
import type { CellDiagnostic } from "../../notebook/workflow.ts";
import type { Services } from "../services.ts";
import { cellsOf, kindOf, notebookType, textOf } from "./cells.ts";

/** Typing pauses this long before a check. */
const pauseMs = 250;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** Findings in the cells of open workflow notebooks, with their fixes; the ones the command line prints. */
export class NotebookChecks implements vscode.CodeActionProvider {
  readonly #services: Services;
  readonly #collection = vscode.languages.createDiagnosticCollection("syndata-notebook");
  readonly #found = new Map<string, { readonly version: number; readonly list: readonly CellDiagnostic[] }>();
  readonly #timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(services: Services) {
    this.#services = services;
    this.#subscriptions = [
      this.#collection,
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.schedule(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        if (contentChanges.length > 0 || cellChanges.some(({ document }) => document !== undefined))
          this.schedule(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#forget(notebook)),
      vscode.languages.registerCodeActionsProvider({ notebookType, language: "jsonc" }, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    ];
  }

  schedule(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== notebookType) return;
    clearTimeout(this.#timers.get(notebook));
    this.#timers.set(
      notebook,
      setTimeout(() => void this.check(notebook), pauseMs),
    );
  }

  async check(notebook: vscode.NotebookDocument): Promise<void> {
    if (notebook.uri.scheme !== "file" || notebook.metadata["damaged"] !== undefined) return;
    const { planWorkflow } = await import("../../notebook/workflow.ts");
    const { version } = notebook;
    const path = notebook.uri.fsPath;
    const workflow = planWorkflow(cellsOf(notebook), path);
    if (notebook.isClosed || notebook.version !== version) return;
    this.#publish(notebook, workflow.diagnostics);
    if (!vscode.workspace.isTrusted) return;
    const { configPaths } = await import("../../config/paths.ts");
    const { checkColumns } = await import("../../config/check/checkColumns.ts");
    const found = [...workflow.diagnostics];
    for (const [cell, { step, config, kind }] of workflow.steps) {
      if (kind === "compare") continue;
      const parsed = { config, diagnostics: [], value: step.fragment, source: step.source };
      const paths = configPaths(parsed, path);
      const own = (d: { readonly path: readonly (string | number)[] }): boolean =>
        d.path[0] !== undefined && Object.hasOwn(step.fragment, d.path[0]);
      found.push(...paths.diagnostics.filter(own).map((d) => ({ ...d, cell })));
      if (paths.diagnostics.some((d) => d.code === "missing-file")) continue;
      const profile = await this.#services.profiles
        .get(paths.source, readOptions(config.source, config.columns))
        .catch(() => undefined);
      if (profile !== undefined)
        found.push(
          ...checkColumns(parsed, profile)
            .filter(own)
            .map((d) => ({ ...d, cell })),
        );
    }
    if (!notebook.isClosed && notebook.version === version) this.#publish(notebook, found);
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const found = this.#found.get(document.uri.toString());
    if (found === undefined || found.version !== document.version) return [];
    return found.list.flatMap((d) => {
      const place = rangeOf(document, d);
      if (d.fix === undefined || place.intersection(range) === undefined) return [];
      const action = new vscode.CodeAction(d.fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, place, d.fix.newText);
      action.isPreferred = true;
      return [action];
    });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const one of this.#subscriptions) one.dispose();
  }

  #publish(notebook: vscode.NotebookDocument, found: readonly CellDiagnostic[]): void {
    for (const cell of notebook.getCells()) {
      const { document } = cell;
      // offsets are those of a text with plain newlines
      const plain = document.getText() === textOf(document);
      const list = found.filter((d) => d.cell === cell.index && d.code !== "syntax" && plain);
      this.#found.set(document.uri.toString(), { version: document.version, list });
      if (kindOf(cell, document.languageId) === "markdown") continue;
      this.#collection.set(
        document.uri,
        list.map((d) => {
          const diagnostic = new vscode.Diagnostic(rangeOf(document, d), d.message, severities[d.severity]);
          diagnostic.source = "SynData";
          diagnostic.code = d.code;
          return diagnostic;
        }),
      );
    }
  }

  #forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.#timers.get(notebook));
    this.#timers.delete(notebook);
    for (const { document } of notebook.getCells()) {
      this.#collection.delete(document.uri);
      this.#found.delete(document.uri.toString());
    }
  }
}

function rangeOf(document: vscode.TextDocument, d: CellDiagnostic): vscode.Range {
  return new vscode.Range(document.positionAt(d.offset), document.positionAt(d.offset + d.length));
}
