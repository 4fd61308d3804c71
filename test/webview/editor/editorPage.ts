import { existsSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import type { EditorToHost, HostToEditor } from "../../../src/protocol/editor.ts";
import { chromiumPath } from "../../chromium.ts";
import type { FakeHost } from "./fakeHost.ts";
import { type ThemeName, themeCss, themes } from "./themes.ts";

/** @throws Error naming what to install when there is no browser */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(chromiumPath))
    throw new Error(
      `no Chromium at ${chromiumPath}: install it (apt-get install chromium-headless-shell) or set E2E_CHROMIUM`,
    );
  return chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] });
}

const scripts = new Map<string, Promise<string>>();

type PageName = "editor" | "board" | "grid";

/** The bundle of a page as it is shipped. */
export function pageScript(name: PageName): Promise<string> {
  const known = scripts.get(name);
  if (known !== undefined) return known;
  const built = build({
    entryPoints: [`webview/${name}/main.ts`],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "silent",
  }).then(({ outputFiles }) => outputFiles[0]!.text);
  scripts.set(name, built);
  return built;
}

export function editorScript(): Promise<string> {
  return pageScript("editor");
}

export interface EditorPage {
  readonly page: Page;
  /** Console errors, page errors and violations of the content security policy. */
  readonly faults: string[];
}

export interface PageLook {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** A script that runs in the page before its own. */
  readonly first?: string;
}

/** A host of a page: the extension's part without VS Code. */
interface PageHost<In, Out> {
  connect(send: (message: In) => void): void;
  receive(message: Out): unknown;
}

/** A config editor in a plain browser under the policy it has in VS Code. */
export async function openEditor(browser: Browser, host: FakeHost, look: PageLook = {}): Promise<EditorPage> {
  const opened = await openPage<HostToEditor, EditorToHost>(browser, host, "editor", look);
  await opened.page.waitForSelector(".head, .broken");
  return opened;
}

/** The page of a custom editor in a plain browser under the policy it has in VS Code. */
export async function openPage<In, Out>(
  browser: Browser,
  host: PageHost<In, Out>,
  name: PageName,
  { theme = "dark", width = 1280, height = 800, first }: PageLook = {},
): Promise<EditorPage> {
  const page = await browser.newPage({ viewport: { width, height } });
  if (first !== undefined) await page.addInitScript(first);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.text().includes("Content Security Policy"))
      faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    "/": ["text/html", html(theme, name)],
    "/page.js": ["text/javascript", await pageScript(name)],
    "/editor.css": ["text/css", readFileSync("media/editor.css", "utf8")],
    "/board.css": ["text/css", readFileSync("media/board.css", "utf8")],
    "/grid.css": ["text/css", readFileSync("media/grid.css", "utf8")],
    "/theme.css": ["text/css", themeCss(theme)],
    "/vscode.js": ["text/javascript", fakeApi],
  };
  await page.route("http://editor.test/**", (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file ? route.fulfill({ contentType: file[0], body: file[1] }) : route.fulfill({ status: 404 });
  });
  await page.exposeFunction("toHost", (message: Out) => void host.receive(message));
  host.connect((message: In) => {
    // as one text: Playwright copies large objects slowly
    const json = JSON.stringify(JSON.stringify(message));
    void page.evaluate(`postMessage(JSON.parse(${json}), "*")`).catch(() => undefined);
  });
  await page.goto("http://editor.test/");
  return { page, faults };
}

function html(theme: ThemeName, name: PageName): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>SynData</title>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-n'; style-src http://editor.test; connect-src 'none'; base-uri 'none'; form-action 'none'">
    <link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/editor.css">${name === "editor" ? "" : `<link rel="stylesheet" href="/${name}.css">`}
    <script nonce="n" src="/vscode.js"></script></head>
    <body class="${themes[theme].kind}"><sd-${name}></sd-${name}><script type="module" nonce="n" src="/page.js"></script></body></html>`;
}

/** JSON both ways, as messages travel in VS Code. */
const fakeApi = `window.acquireVsCodeApi = () => ({
  postMessage: (message) => window.toHost(JSON.parse(JSON.stringify(message))),
  getState: () => window.kept,
  setState: (state) => { window.kept = state; },
});`;
