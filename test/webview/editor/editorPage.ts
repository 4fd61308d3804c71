import { existsSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import type { EditorToHost, HostToEditor } from "../../../src/protocol/editor.ts";
import type { FakeHost } from "./fakeHost.ts";
import { type ThemeName, themeCss, themes } from "./themes.ts";

export const chromiumPath = process.env["E2E_CHROMIUM"] ?? "/usr/bin/chromium";

/** @throws Error naming what to install when there is no browser */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(chromiumPath))
    throw new Error(
      `no Chromium at ${chromiumPath}: install it (apt-get install chromium) or set E2E_CHROMIUM`,
    );
  return chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] });
}

let script: Promise<string> | undefined;

/** The bundle as it is shipped. */
export function editorScript(): Promise<string> {
  script ??= build({
    entryPoints: ["webview/editor/main.ts"],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "silent",
  }).then(({ outputFiles }) => outputFiles[0]!.text);
  return script;
}

export interface EditorPage {
  readonly page: Page;
  /** Console errors, page errors and violations of the content security policy. */
  readonly faults: string[];
}

/** A view in a plain browser under the policy it has in VS Code. */
export async function openEditor(
  browser: Browser,
  host: FakeHost,
  { theme = "dark", width = 1280, height = 800 }: { theme?: ThemeName; width?: number; height?: number } = {},
): Promise<EditorPage> {
  const page = await browser.newPage({ viewport: { width, height } });
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.text().includes("Content Security Policy"))
      faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    "/": ["text/html", html(theme)],
    "/editor.js": ["text/javascript", await editorScript()],
    "/editor.css": ["text/css", readFileSync("media/editor.css", "utf8")],
    "/theme.css": ["text/css", themeCss(theme)],
    "/vscode.js": ["text/javascript", fakeApi],
  };
  await page.route("http://editor.test/**", (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file ? route.fulfill({ contentType: file[0], body: file[1] }) : route.fulfill({ status: 404 });
  });
  await page.exposeFunction("toHost", (message: EditorToHost) => host.receive(message));
  host.connect((message: HostToEditor) => {
    void page.evaluate((data) => window.postMessage(data, "*"), message as never).catch(() => undefined);
  });
  await page.goto("http://editor.test/");
  await page.waitForSelector(".head, .broken");
  return { page, faults };
}

function html(theme: ThemeName): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>SynData</title>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-n'; style-src http://editor.test; connect-src 'none'; base-uri 'none'; form-action 'none'">
    <link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/editor.css">
    <script nonce="n" src="/vscode.js"></script></head>
    <body class="${themes[theme].kind}"><sd-editor></sd-editor><script type="module" nonce="n" src="/editor.js"></script></body></html>`;
}

/** JSON both ways, as messages travel in VS Code. */
const fakeApi = `window.acquireVsCodeApi = () => ({
  postMessage: (message) => window.toHost(JSON.parse(JSON.stringify(message))),
  getState: () => window.kept,
  setState: (state) => { window.kept = state; },
});`;
