import * as vscode from "vscode";
import type { Services } from "../services.ts";

export const gridViewType = "syndata.grid";
/** Parquet has no text to show: the grid is its first editor, that of other tables only on request. */
const parquetViewType = "syndata.parquet";

/** The read-only editor of data files; its code is loaded when the first one opens. */
export function registerGridEditor(context: vscode.ExtensionContext, services: Services): void {
  const provider: vscode.CustomReadonlyEditorProvider = {
    // VS Code keeps no text of it: a data file may be larger than any document
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    async resolveCustomEditor({ uri }, panel) {
      const { showGrid } = await import("./gridEditors.ts");
      showGrid(services, uri, panel);
    },
  };
  for (const viewType of [gridViewType, parquetViewType])
    context.subscriptions.push(
      vscode.window.registerCustomEditorProvider(viewType, provider, {
        supportsMultipleEditorsPerDocument: true,
      }),
    );
}
