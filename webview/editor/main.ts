import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-progress-ring/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import "./columns/columnsTable.ts";
import "./editorApp.ts";
import type { EditorApp } from "./editorApp.ts";
import { installHoverCard } from "./hoverCard.ts";

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
installHoverCard();
const app = document.querySelector<EditorApp>("sd-editor");
// what an editor does for Find
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "f") return;
  event.preventDefault();
  void app?.focusSearch();
});
app?.connect({
  post: (message) => vscode.postMessage(message),
  state: () => vscode.getState(),
  keep: (state) => vscode.setState(state),
});
