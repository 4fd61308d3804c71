import * as vscode from "vscode";
import type { MimeBundle } from "../../protocol/notebook.ts";

export function toOutput(bundle: MimeBundle): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput(toItems(bundle));
}

export function toItems(bundle: MimeBundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(bundle).map(([mime, value]) =>
    mime.startsWith("text/")
      ? vscode.NotebookCellOutputItem.text(String(value), mime)
      : vscode.NotebookCellOutputItem.json(value, mime),
  );
}

/** What a cell shows, as it is saved. Errors become their text. */
export function toBundle(output: vscode.NotebookCellOutput): MimeBundle {
  return Object.fromEntries(
    output.items.flatMap(({ mime, data }) => {
      const text = new TextDecoder().decode(data);
      if (mime === "application/vnd.code.notebook.error")
        return [["text/plain", String((JSON.parse(text) as { message?: unknown }).message ?? text)]];
      return [[mime, mime.startsWith("text/") ? text : (JSON.parse(text) as unknown)]];
    }),
  );
}
