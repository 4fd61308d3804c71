import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** Pages of custom editors: the element of each, and its stylesheets. */
const pages = {
  editor: { element: "sd-editor", styles: ["editor"] },
  board: { element: "sd-board", styles: ["editor", "board"] },
  grid: { element: "sd-grid", styles: ["editor", "grid"] },
} as const;

/** The page of a view: our script by nonce, our stylesheets, nothing else, no network. */
export function editorPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: keyof typeof pages = "editor",
): string {
  const { element, styles } = pages[name];
  const nonce = randomBytes(18).toString("base64");
  const file = (...path: string[]) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SynData</title>
${styles.map((style) => `<link rel="stylesheet" href="${file("media", `${style}.css`)}">`).join("\n")}
</head>
<body>
<${element}></${element}>
<script type="module" nonce="${nonce}" src="${file("dist", "webview", `${name}.js`)}"></script>
</body>
</html>`;
}

/** What a view may load. */
export function editorRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, "dist", "webview"), vscode.Uri.joinPath(extensionUri, "media")];
}
