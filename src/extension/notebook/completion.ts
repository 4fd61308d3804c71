import { getLocation } from "jsonc-parser";
import * as vscode from "vscode";
import { resolvePaths } from "../../config/paths.ts";
import { readOptions } from "../../config/readOptions.ts";
import type { Services } from "../services.ts";
import { cellsOf, notebookType, sqlLanguage } from "./cells.ts";

/** Names that only the workflow knows: columns and tables in SQL, columns in `columns`, what steps made in `of` and `compare`. */
export function registerCompletion(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      { notebookType, language: "jsonc" },
      stepNames(services),
      '"',
    ),
    vscode.languages.registerCompletionItemProvider(
      { notebookType, language: sqlLanguage },
      sqlNames(services),
      ".",
      '"',
    ),
  );
}

function stepNames(services: Services): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position) {
      const offset = document.offsetAt(position);
      const location = getLocation(document.getText(), offset);
      const [first, second] = location.path;
      const range =
        location.previousNode && inside(location.previousNode, offset)
          ? spanOf(document, location.previousNode)
          : undefined;
      const named = (
        name: string,
        kind: vscode.CompletionItemKind,
        insert: string,
      ): vscode.CompletionItem => {
        const item = new vscode.CompletionItem(JSON.stringify(name), kind);
        item.insertText = insert;
        item.filterText = JSON.stringify(name);
        if (range !== undefined) item.range = range;
        return item;
      };
      if (first === "columns" && location.path.length === 2 && location.isAtPropertyKey) {
        const columns = (await columnsOf(services, document))?.filter((name) => name !== second) ?? [];
        return columns.map((name) =>
          named(
            name,
            vscode.CompletionItemKind.Field,
            range === undefined || !/^\s*:/.test(document.getText().slice(document.offsetAt(range.end)))
              ? `${JSON.stringify(name)}: {  }`
              : JSON.stringify(name),
          ),
        );
      }
      const wantsTable = first === "compare" && location.path.length === 2;
      if (!wantsTable && !(first === "of" && !location.isAtPropertyKey)) return [];
      const { workflow, cell } = (await workflowOf(document)) ?? {};
      if (workflow === undefined || cell === undefined) return [];
      const above = [...workflow.steps.values()].filter(({ step }) => step.cell < cell);
      const tables = above.flatMap((step) => (step.kind === "output" ? [step.name] : []));
      const models = above.flatMap((step) => (step.kind === "model" ? [step.name] : []));
      const names = wantsTable || /"report"\s*:/.test(document.getText()) ? tables : models;
      return [...new Set(names)].map((name) =>
        named(name, vscode.CompletionItemKind.Variable, JSON.stringify(name)),
      );
    },
  };
}

function sqlNames(services: Services): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document) {
      const { workflow, cell } = (await workflowOf(document)) ?? {};
      if (workflow === undefined || cell === undefined) return [];
      const tables = ["source", "training", "holdout", ...workflow.tablesBefore(cell).keys()];
      const columns = (await columnsOf(services, document)) ?? [];
      const sqlName = (name: string): string =>
        /^[a-z_]\w*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
      return [
        ...tables.map((name) => new vscode.CompletionItem(sqlName(name), vscode.CompletionItemKind.Struct)),
        ...columns.map((name) => new vscode.CompletionItem(sqlName(name), vscode.CompletionItemKind.Field)),
      ];
    },
  };
}

async function workflowOf(document: vscode.TextDocument) {
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  const cell = notebook?.getCells().find((one) => one.document === document)?.index;
  if (notebook === undefined || cell === undefined) return undefined;
  const { planWorkflow } = await import("../../notebook/workflow.ts");
  return { workflow: planWorkflow(cellsOf(notebook), notebook.uri.fsPath), cell, path: notebook.uri.fsPath };
}

async function columnsOf(services: Services, document: vscode.TextDocument): Promise<string[] | undefined> {
  const found = await workflowOf(document);
  const config = found?.workflow.configAt(found.cell);
  if (found === undefined || config === undefined || !vscode.workspace.isTrusted) return undefined;
  const profile = await services.profiles
    .get(resolvePaths(config, found.path).source, readOptions(config.source, config.columns))
    .catch(() => undefined);
  return profile?.columns.map(({ name }) => name);
}

function inside(node: { readonly offset: number; readonly length: number }, offset: number): boolean {
  return offset >= node.offset && offset <= node.offset + node.length;
}

function spanOf(
  document: vscode.TextDocument,
  node: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(node.offset), document.positionAt(node.offset + node.length));
}
