import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import type { GridToHost } from "../../protocol/gridView.ts";
import { handleMessage } from "../../protocol/messageHandler.ts";
import { editorPage, editorRoots } from "../editor/editorPage.ts";
import { mayLook } from "../mayLook.ts";
import type { Services } from "../services.ts";
import { GridFeed } from "./gridFeed.ts";

/** A file that is still being written is read once it has been quiet this long. */
const quietMs = 500;

/** Shows a data file in a panel: its rows come from a child process, page by page. */
export function showGrid(services: Services, uri: vscode.Uri, panel: vscode.WebviewPanel): void {
  const { webview } = panel;
  const feed = new GridFeed(services, (message) => void webview.postMessage(message));
  const open = (): void => {
    feed.sendWords();
    if (uri.scheme === "file" && mayLook(uri.fsPath)) feed.open("table", uri.fsPath);
    else
      void webview.postMessage({
        type: "failed",
        grid: "table",
        message: vscode.l10n.t(
          "SynData reads only files on a disk, and in an untrusted workspace only its own.",
        ),
      });
  };
  const subscriptions = [
    webview.onDidReceiveMessage((message: unknown) =>
      handleMessage<GridToHost>(message, {
        ready: open,
        page: (asked) => feed.answer(asked),
        copy: (asked) => feed.answer(asked),
      }),
    ),
    watch(uri, open),
    feed,
  ];
  panel.onDidDispose(() => vscode.Disposable.from(...subscriptions).dispose());
  webview.options = { enableScripts: true, localResourceRoots: editorRoots(services.extensionUri) };
  webview.html = editorPage(webview, services.extensionUri, "grid");
}

/** Calls `changed` after the file was written; VS Code watches no single files outside the workspace. */
function watch(uri: vscode.Uri, changed: () => void): vscode.Disposable {
  if (uri.scheme !== "file") return { dispose: () => undefined };
  const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(uri.fsPath)), "*");
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
  let quiet: NodeJS.Timeout | undefined;
  const seen = (other: vscode.Uri): void => {
    if (basename(other.fsPath) !== basename(uri.fsPath)) return;
    clearTimeout(quiet);
    quiet = setTimeout(changed, quietMs);
  };
  watcher.onDidChange(seen);
  watcher.onDidCreate(seen);
  return {
    dispose() {
      clearTimeout(quiet);
      watcher.dispose();
    },
  };
}
