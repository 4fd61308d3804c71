import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-ring/index.js";
import "./cards/boardColumn.ts";
import "./boardApp.ts";
import type { BoardApp } from "./boardApp.ts";

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
document.querySelector<BoardApp>("sd-board")?.connect({
  post: (message) => vscode.postMessage(message),
  state: () => vscode.getState(),
  keep: (state) => vscode.setState(state),
});
