import * as vscode from "vscode";
import { listAt } from "../../jsonc/moveItem.ts";
import type { BoardRequest, BoardToHost, HostToBoard } from "../../product/page/boardMessages.ts";
import { boardStrings } from "../../product/page/boardStrings.ts";
import type { Feature } from "../../product/schema.ts";
import { handleMessage } from "../../protocol/messageHandler.ts";
import { isActive } from "../../runs/runQueue.ts";
import { editorPage, editorRoots } from "../editor/editorPage.ts";
import { openText } from "../editor/openText.ts";
import { reason } from "../reason.ts";
import type { Services } from "../services.ts";
import { showDemoRows } from "./demoRows.ts";
import { ProductDocument } from "./productDocument.ts";

/** All open views of product files; views of one document share one ProductDocument. */
export class ProductEditors implements vscode.Disposable {
  readonly #services: Services;
  readonly #open = new Map<vscode.TextDocument, { readonly product: ProductDocument; views: number }>();

  constructor(services: Services) {
    this.#services = services;
  }

  resolve(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const shared = this.#open.get(document) ?? {
      product: new ProductDocument(document, this.#services.newWorker),
      views: 0,
    };
    shared.views++;
    this.#open.set(document, shared);
    const view = this.#connect(shared.product, panel);
    panel.onDidDispose(() => {
      view.dispose();
      if (--shared.views > 0) return;
      shared.product.dispose();
      this.#open.delete(document);
    });
    const { extensionUri } = this.#services;
    panel.webview.options = { enableScripts: true, localResourceRoots: editorRoots(extensionUri) };
    panel.webview.html = editorPage(panel.webview, extensionUri, "board");
    // the text is read while the page loads
    setImmediate(() => shared.product.prepare());
  }

  dispose(): void {
    for (const { product } of this.#open.values()) product.dispose();
    this.#open.clear();
  }

  #connect(product: ProductDocument, panel: vscode.WebviewPanel): vscode.Disposable {
    const { webview } = panel;
    let sent: readonly Feature[] = [];
    const send = (message: HostToBoard): void => void webview.postMessage(message);
    const sendPart = (part: "product" | "facts"): void => {
      if (part === "facts") {
        if (product.facts !== undefined) send({ type: "facts", facts: product.facts });
        return;
      }
      send({ type: "product", state: product.stateFor(sent) });
      sent = product.product?.features ?? sent;
    };
    const answer = async (id: number, request: BoardRequest): Promise<void> => {
      try {
        await this.#do(product, request);
        send({ type: "reply", id });
      } catch (error) {
        this.#services.log.warn(`product editor, ${request.request}: ${reason(error)}`);
        send({ type: "reply", id, error: reason(error) });
      }
    };
    return vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => {
        handleMessage<BoardToHost>(message, {
          ready: ({ shows }) => {
            sent = [];
            send({ type: "strings", strings: translatedStrings() });
            const first = shows && product.firstFor(shows);
            const all = (): void => {
              sendPart("product");
              sendPart("facts");
              product.lookForFacts();
            };
            if (first === undefined) return all();
            send({ type: "firstCards", state: first });
            // a message leaves at the end of a turn: not after the work for the next one
            setImmediate(all);
          },
          request: (request) => answer(request.id, request),
        });
      }),
      product.onDidChange(sendPart),
      this.#services.queue.onChange((run) => {
        if (!isActive(run)) product.lookForFacts();
      }),
      panel.onDidChangeViewState(() => {
        if (panel.visible) product.lookForFacts();
      }),
    );
  }

  async #do(product: ProductDocument, request: BoardRequest): Promise<void> {
    const { document } = product;
    switch (request.request) {
      case "edit":
        return product.edit(request.edits);
      case "fix":
        return product.fix(request.version, request.problem);
      case "openText":
        return openText(document.uri, request.line, request.column);
      case "openEntry": {
        const at = product.product?.[request.list].findIndex(({ id }) => id === request.id) ?? -1;
        const node = listAt(document.getText(), request.list)?.children?.[at];
        const { line, character } = document.positionAt(node?.offset ?? 0);
        return openText(document.uri, line + 1, character + 1);
      }
      case "openConfig":
        return void (await vscode.commands.executeCommand("vscode.open", product.configOf(request.data)));
      case "openReport":
        return void vscode.commands.executeCommand("syndata.openReport", product.configOf(request.data));
      case "run":
        return void vscode.commands.executeCommand("syndata.run", product.configOf(request.data));
      case "link":
        return product.link(request);
      case "demoRows":
        return showDemoRows(this.#services, product, request.persona);
    }
  }
}

function translatedStrings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(boardStrings).map(([key, english]) => [key, vscode.l10n.t(english)]),
  );
}
