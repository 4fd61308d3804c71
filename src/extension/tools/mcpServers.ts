import { join } from "node:path";
import * as vscode from "vscode";

/** The command line's MCP server, one for each folder of the window; none where the workspace is not trusted. */
export class McpServers implements vscode.McpServerDefinitionProvider<vscode.McpStdioServerDefinition> {
  readonly #context: vscode.ExtensionContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  readonly onDidChangeMcpServerDefinitions = this.#changed.event;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
    ];
  }

  provideMcpServerDefinitions(): vscode.McpStdioServerDefinition[] {
    if (!vscode.workspace.isTrusted) return [];
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    return folders.map(({ name, uri }) => {
      const server = new vscode.McpStdioServerDefinition(
        folders.length === 1 ? "SynData" : `SynData (${name})`,
        process.execPath,
        [join(this.#context.extensionUri.fsPath, "dist", "cli.cjs"), "mcp", "--root", uri.fsPath],
        { ELECTRON_RUN_AS_NODE: "1" },
        (this.#context.extension.packageJSON as { readonly version?: string }).version,
      );
      server.cwd = uri;
      return server;
    });
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
  }
}
