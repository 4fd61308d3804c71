import * as vscode from "vscode";
import { own } from "../../jsonc/own.ts";
import { cellKinds } from "../../notebook/notebookFile.ts";
import type { NotebookCell } from "../../protocol/notebook.ts";

export const notebookType = "syndata.workflow";

/** What queries are written in: SQL as DuckDB reads it, which VS Code would otherwise call another product's. */
export const sqlLanguage = "duckdb";

/** Languages of the kinds of cells; a synth step is JSON with comments, as a config is. */
const languages: Readonly<Record<string, string>> = {
  markdown: "markdown",
  synth: "jsonc",
  sql: sqlLanguage,
};

export function languageOf(kind: string): string {
  return own(languages, kind) ?? "plaintext";
}

/** What a cell of an open notebook is in the file. A kind this version does not know is kept in its metadata. */
export function kindOf(
  cell: Pick<vscode.NotebookCell | vscode.NotebookCellData, "kind" | "metadata">,
  languageId: string,
): string {
  if (cell.kind === vscode.NotebookCellKind.Markup) return "markdown";
  const kept: unknown = cell.metadata?.["kind"];
  if (typeof kept === "string" && languageId === "plaintext" && !cellKinds.some((kind) => kind === kept))
    return kept;
  return languageId === sqlLanguage || languageId === "sql" ? "sql" : "synth";
}

/** All cells, with the texts as they stand in the editor. */
export function cellsOf(notebook: vscode.NotebookDocument): NotebookCell[] {
  return notebook.getCells().map((cell) => ({
    kind: kindOf(cell, cell.document.languageId),
    text: textOf(cell.document),
  }));
}

/** Lines end the same way on every system. */
export function textOf(document: vscode.TextDocument): string {
  return document.getText().replace(/\r\n/g, "\n");
}
