import { dirname, relative } from "node:path";
import * as vscode from "vscode";
import { editorCatalog } from "../../editor/editorCatalog.ts";
import type {
  EditorCatalog,
  EditorRequest,
  EditorToHost,
  HostToEditor,
  RunState,
} from "../../protocol/editor.ts";
import { handleMessage } from "../../protocol/messageHandler.ts";
import { reportOf, runsOf } from "../../runs/pastRun.ts";
import { isActive, type QueuedRun } from "../../runs/runQueue.ts";
import { stageTitle } from "../../runs/statusText.ts";
import { tableFilters } from "../commands/pickFile.ts";
import { reason } from "../reason.ts";
import type { Services } from "../services.ts";
import { ConfigDocument } from "./configDocument.ts";
import { editorPage, editorRoots } from "./editorPage.ts";
import { openText } from "./openText.ts";

/** All open views of configs; views of one document share one ConfigDocument. */
export class ConfigEditors implements vscode.Disposable {
  readonly #services: Services;
  readonly #open = new Map<vscode.TextDocument, { readonly config: ConfigDocument; views: number }>();
  #catalog: EditorCatalog | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  resolve(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const shared = this.#open.get(document) ?? {
      config: new ConfigDocument(document, this.#services.profiles, this.#services.newWorker),
      views: 0,
    };
    shared.views++;
    this.#open.set(document, shared);
    const view = this.#connect(shared.config, panel);
    panel.onDidDispose(() => {
      view.dispose();
      if (--shared.views > 0) return;
      shared.config.dispose();
      this.#open.delete(document);
    });
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: editorRoots(this.#services.extensionUri),
    };
    panel.webview.html = editorPage(panel.webview, this.#services.extensionUri);
  }

  dispose(): void {
    for (const { config } of this.#open.values()) config.dispose();
    this.#open.clear();
  }

  #connect(config: ConfigDocument, panel: vscode.WebviewPanel): vscode.Disposable {
    const { queue } = this.#services;
    const { webview } = panel;
    let report = false;
    const running = new Map<number, AbortController>();
    const send = (message: HostToEditor): void => void webview.postMessage(message);
    const sendPart = (part: "document" | "source" | "rules" | "preview" | "run"): void => {
      if (part === "document") send({ type: "document", document: config.state });
      else if (part === "source") send({ type: "source", source: config.source });
      else if (part === "preview") send({ type: "preview", preview: config.preview });
      else if (part === "rules") send({ type: "rules", rules: config.rules });
      else {
        const run = config.path === null ? undefined : queue.activeOf(config.path);
        send({ type: "run", run: { ...runState(run), report } });
      }
    };
    /** Terminals and other windows leave reports too: asked when the view comes into sight. */
    const lookForReport = async (): Promise<void> => {
      const runs = config.path === null ? [] : await runsOf(config.path);
      report = runs.some((run) => reportOf(run) !== undefined);
      sendPart("run");
    };
    const answer = async (id: number, request: EditorRequest): Promise<void> => {
      const abort = new AbortController();
      running.set(id, abort);
      try {
        await this.#do(config, request, abort.signal);
        send({ type: "reply", id });
      } catch (error) {
        this.#services.log.warn(`config editor, ${request.request}: ${reason(error)}`);
        send({ type: "reply", id, error: reason(error) });
      } finally {
        running.delete(id);
      }
    };
    const subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => {
        handleMessage<EditorToHost>(message, {
          ready: () => {
            this.#catalog ??= editorCatalog((text, ...values) => vscode.l10n.t(text, ...values));
            send({ type: "catalog", catalog: this.#catalog });
            sendPart("source");
            sendPart("rules");
            sendPart("preview");
            sendPart("document");
            void lookForReport();
          },
          request: (request) => answer(request.id, request),
          cancel: ({ id }) => running.get(id)?.abort(),
        });
      }),
      config.onDidChange(sendPart),
      queue.onChange((run) => {
        if (run.job.config !== config.path) return;
        sendPart("run");
        if (!isActive(run)) void lookForReport();
      }),
      panel.onDidChangeViewState(() => {
        if (panel.visible) void lookForReport();
      }),
    ];
    return vscode.Disposable.from(...subscriptions, {
      dispose: () => {
        for (const abort of running.values()) abort.abort();
      },
    });
  }

  async #do(config: ConfigDocument, request: EditorRequest, signal: AbortSignal): Promise<void> {
    const { uri } = config.document;
    switch (request.request) {
      case "edit":
        return config.edit(request.changes, signal);
      case "fix":
        return config.fix(request.version, request.problem, signal);
      case "readSource":
        return config.readSource();
      case "findRules":
        return config.findRules();
      case "cancelFindRules":
        return config.cancelFindRules();
      case "pickSource":
        return this.#pickSource(config, signal);
      case "openText":
        return openText(uri, request.line, request.column);
      case "run":
        if (config.document.isDirty && !(await config.document.save()))
          throw new Error(vscode.l10n.t("The config could not be saved."));
        return void vscode.commands.executeCommand("syndata.run", uri);
      case "cancelRun":
        return void vscode.commands.executeCommand("syndata.cancel", uri);
      case "openReport":
        return void vscode.commands.executeCommand("syndata.openReport", uri);
      case "showLog":
        return this.#services.log.show(true);
    }
  }

  async #pickSource(config: ConfigDocument, signal: AbortSignal): Promise<void> {
    const folder = config.path === null ? undefined : dirname(config.path);
    const [picked] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t("The real table"),
        openLabel: vscode.l10n.t("Use This Table"),
        ...(folder !== undefined && { defaultUri: vscode.Uri.file(folder) }),
        filters: tableFilters(),
      })) ?? [];
    if (picked === undefined) return;
    const near = folder === undefined ? picked.fsPath : relative(folder, picked.fsPath) || picked.fsPath;
    return config.edit([{ path: ["source", "path"], value: near.replaceAll("\\", "/") }], signal);
  }
}

function runState(run: QueuedRun | undefined): Omit<RunState, "report"> {
  if (run === undefined) return { state: "idle", fraction: null, label: "" };
  const { stage, fraction } = run.live;
  if (run.status === "queued") return { state: "waiting", fraction: null, label: "" };
  if (run.status === "cancelling")
    return { state: "running", fraction: null, label: vscode.l10n.t("cancelling") };
  if (stage === null) return { state: "running", fraction: null, label: vscode.l10n.t("starting") };
  return { state: "running", fraction, label: stageTitle(stage, vscode.l10n.t) };
}
