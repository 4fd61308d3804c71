import * as vscode from "vscode";
import type { Diagnostic } from "../../protocol/run.ts";
import { isProductFile, productGlob } from "../files.ts";
import { jsonExtension, rangeOf, toVscode } from "../language/configChecks.ts";
import { remove, replace } from "../language/quickFixes.ts";

/** Typing pauses this long before a check. */
const pauseMs = 250;

/** Findings of open `*.mvp.json` files in the Problems panel, their quick fixes, and ids where entries refer to others. */
export function registerProductLanguage(): vscode.Disposable[] {
  const checks = new ProductChecks();
  const selector: vscode.DocumentSelector = { scheme: "file", pattern: productGlob };
  for (const document of vscode.workspace.textDocuments) checks.schedule(document);
  return [
    checks,
    vscode.workspace.onDidOpenTextDocument((document) => checks.schedule(document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) checks.schedule(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => checks.forget(uri)),
    vscode.languages.registerCodeActionsProvider(selector, productFixes(checks), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    vscode.languages.registerCompletionItemProvider(selector, idCompletion, '"'),
  ];
}

class ProductChecks implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("syndata.product");
  readonly #found = new Map<
    string,
    { readonly version: number; readonly diagnostics: readonly Diagnostic[] }
  >();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** The newest findings; empty when the document has changed since. */
  get({ uri, version }: vscode.TextDocument): readonly Diagnostic[] {
    const found = this.#found.get(uri.toString());
    return found?.version === version ? found.diagnostics : [];
  }

  schedule(document: vscode.TextDocument): void {
    if (!isProductDocument(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#check(document), pauseMs),
    );
  }

  forget(uri: vscode.Uri): void {
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
    this.#found.delete(uri.toString());
    this.#collection.delete(uri);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#collection.dispose();
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { readProduct } = await import("../../product/readProduct.ts");
    const { version, uri } = document;
    if (document.isClosed) return;
    const { diagnostics } = readProduct(document.getText(), uri.fsPath);
    this.#found.set(uri.toString(), { version, diagnostics });
    // what is wrong with the JSON itself VS Code says in its own words
    const known =
      document.languageId === "jsonc" && vscode.extensions.getExtension(jsonExtension) !== undefined;
    this.#collection.set(
      uri,
      diagnostics.filter((d) => !known || d.code !== "syntax").map((d) => toVscode(document, d)),
    );
  }
}

function productFixes(checks: ProductChecks): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range) {
      const found = checks.get(document).filter((d) => rangeOf(document, d).intersection(range));
      if (found.length === 0) return [];
      const { editConfig } = await import("../../jsonc/editConfig.ts");
      return found.flatMap((d) => [
        ...(d.fix === undefined ? [] : [replace(document, d, d.fix)]),
        ...(d.code === "unknown-key" || d.code === "unknown-reference"
          ? [remove(document, d, editConfig)]
          : []),
        ...(d.code === "unfinished-merge" ? [openMergeEditor(document)] : []),
      ]);
    },
  };
}

function openMergeEditor({ uri }: vscode.TextDocument): vscode.CodeAction {
  const title = vscode.l10n.t("Open in Merge Editor");
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: "git.openMergeEditor", arguments: [uri] };
  return action;
}

/** Ids of features, phases, personas and data sets where an entry refers to one. */
const idCompletion: vscode.CompletionItemProvider = {
  async provideCompletionItems(document, position) {
    if (!isProductDocument(document)) return undefined;
    const { idPlace } = await import("../../product/page/idPlace.ts");
    const place = idPlace(document.getText(), document.offsetAt(position));
    if (place === undefined) return undefined;
    const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    return place.entries.map(({ id, title }, i) => {
      const item = new vscode.CompletionItem(
        { label: JSON.stringify(id), description: title },
        vscode.CompletionItemKind.Reference,
      );
      item.range = range;
      item.filterText = JSON.stringify(id);
      item.sortText = String(i).padStart(6, "0");
      return item;
    });
  },
};

function isProductDocument(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file" && isProductFile(document.uri.fsPath);
}
