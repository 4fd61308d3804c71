/** The part of VS Code's notebook renderer API that is used; the `vscode-notebook-renderer` types say the same. */
export interface OutputItem {
  readonly id: string;
  readonly mime: string;
  text(): string;
  json(): unknown;
}

export interface RendererContext {
  /** Absent where the extension cannot be reached. */
  readonly postMessage?: (message: unknown) => void;
  readonly onDidReceiveMessage?: (listener: (message: unknown) => void) => { dispose(): void };
}

export interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement, signal?: AbortSignal): void;
  disposeOutputItem(id?: string): void;
}
