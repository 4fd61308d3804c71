import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Frame, Page } from "playwright-core";
import type { FakeBoardHost } from "../../test/webview/board/fakeBoardHost.ts";
import { pageScript } from "../../test/webview/editor/editorPage.ts";
import { themeCss, themes } from "../../test/webview/editor/themes.ts";

/** A board in a frame of a page that hands its messages to the host and back, as a window of VS Code does. */
export interface FramedBoard {
  readonly page: Page;
  readonly frame: Frame;
  close(): Promise<void>;
}

/**
 * Opens a board whose messages travel as text over a connection of their own to the page around it, and from there into its frame: no
 * browser driver on their way.
 * @param first a script that runs in the frame before its own
 */
export async function openFramedBoard(
  browser: Browser,
  host: FakeBoardHost,
  first: string,
): Promise<FramedBoard> {
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    "/": ["text/html", outer],
    "/board": ["text/html", inner],
    "/first.js": ["text/javascript", first],
    "/vscode.js": ["text/javascript", vscodeApi],
    "/page.js": ["text/javascript", await pageScript("board")],
    "/editor.css": ["text/css", readFileSync("media/editor.css", "utf8")],
    "/board.css": ["text/css", readFileSync("media/board.css", "utf8")],
    "/theme.css": ["text/css", themeCss("dark")],
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = new URL(request.url!, "http://localhost").pathname;
    if (path === "/said") {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString("utf8");
      });
      request.on("end", () => {
        response.end();
        void host.receive(JSON.parse(body));
      });
    } else if (path === "/messages") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": open\n\n");
      host.connect((message) => void response.write(`data: ${JSON.stringify(message)}\n\n`));
    } else {
      const file = files[path];
      response.writeHead(file === undefined ? 404 : 200, { "content-type": file?.[0] ?? "text/plain" });
      response.end(file?.[1]);
    }
  };
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await frame!.waitForSelector(".card");
  const close = async (): Promise<void> => {
    await page.close();
    server.closeAllConnections();
    server.close();
  };
  return { page, frame: frame!, close };
}

/** The frame is made when the way to the host is open. */
const outer = `<!DOCTYPE html><meta charset="utf-8"><style>html, body { margin: 0; height: 100%; } iframe { border: 0; width: 100%; height: 100%; }</style>
<script>
  const messages = new EventSource("/messages");
  addEventListener("message", ({ data }) => void fetch("/said", { method: "POST", body: JSON.stringify(data) }));
  messages.onmessage = ({ data }) => document.querySelector("iframe").contentWindow.postMessage(JSON.parse(data), "*");
  messages.onopen = () => {
    const frame = document.createElement("iframe");
    frame.src = "/board";
    document.body.append(frame);
  };
</script><body></body>`;

const inner = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>SynData</title>
  <link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/editor.css"><link rel="stylesheet" href="/board.css">
  <script src="/first.js"></script><script src="/vscode.js"></script></head>
  <body class="${themes.dark.kind}"><sd-board></sd-board><script type="module" src="/page.js"></script></body></html>`;

const vscodeApi = `window.acquireVsCodeApi = () => ({
  postMessage: (message) => parent.postMessage(message, "*"),
  getState: () => window.kept,
  setState: (state) => { window.kept = state; },
});`;
