import * as vscode from "vscode";
import type { CellEnd } from "../../protocol/notebook.ts";
import { notebookType } from "./cells.ts";

/** The line below a cell: what its last run made, and whether it had to run at all. */
export class CellNotes implements vscode.NotebookCellStatusBarItemProvider {
  readonly #notes = new WeakMap<vscode.NotebookCell, { readonly end: CellEnd; readonly version: number }>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration = vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, this);
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  set(cell: vscode.NotebookCell, end: CellEnd | undefined): void {
    if (end === undefined) this.#notes.delete(cell);
    else this.#notes.set(cell, { end, version: cell.document.version });
    this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const note = this.#notes.get(cell);
    if (note === undefined || note.version !== cell.document.version || note.end.state === "failed")
      return [];
    const { state, cached, message } = note.end;
    const text = cached ? vscode.l10n.t("unchanged, from the cache: {0}", message) : message;
    const icon =
      state === "gate"
        ? "$(error)"
        : state === "cancelled"
          ? "$(circle-slash)"
          : cached
            ? "$(history)"
            : "$(check)";
    const item = new vscode.NotebookCellStatusBarItem(
      `${icon} ${text.length > 110 ? `${text.slice(0, 109)}…` : text}`,
      vscode.NotebookCellStatusBarAlignment.Left,
    );
    item.tooltip = cached
      ? vscode.l10n.t("Nothing this step depends on has changed since it ran.\n{0}", message)
      : message;
    return [item];
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
