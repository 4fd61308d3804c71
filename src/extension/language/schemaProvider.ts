import * as vscode from "vscode";

export const schemaScheme = "syndata";

const schemas: ReadonlySet<string> = new Set(["synth.schema.json", "report.schema.json", "mvp.schema.json"]);

/** `syndata://schema/synth.schema.json`: the schemas that configs and reports name, from the extension's own files. */
export function schemaProvider(extensionUri: vscode.Uri): vscode.TextDocumentContentProvider {
  return {
    async provideTextDocumentContent({ authority, path }) {
      const name = path.slice(1);
      if (authority !== "schema" || !schemas.has(name)) return undefined;
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, "media", name));
      return new TextDecoder().decode(bytes);
    },
  };
}
