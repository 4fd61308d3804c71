import { randomBytes } from "node:crypto";
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { handleMessage } from "../../protocol/messageHandler.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type {
  ExportForm,
  ReportPanelContent,
  ReportPanelMessage,
  ReportPanelState,
} from "../../protocol/reportPanel.ts";
import { reason } from "../reason.ts";
import type { Services } from "../services.ts";
import { applyStep } from "./applyStep.ts";
import { chooseEarlierReport } from "./chooseEarlierReport.ts";
import { exportReport } from "./exportReport.ts";
import { panelPage } from "./panelPage.ts";
import { ReportProblem, readReport } from "./readReport.ts";
import { RowsBeside } from "./rowsBeside.ts";

export const reportViewType = "syndata.report";

/** One webview with one report, or two side by side. Reads its files again each time the page loads. */
export class ReportPanel {
  readonly state: ReportPanelState;
  readonly #panel: vscode.WebviewPanel;
  readonly #services: Services;
  readonly #rows: RowsBeside;
  #report: ReportJson | undefined;

  constructor(panel: vscode.WebviewPanel, state: ReportPanelState, services: Services) {
    this.#panel = panel;
    this.#services = services;
    this.#rows = new RowsBeside(services, (message) => void panel.webview.postMessage(message));
    panel.onDidDispose(() => this.#rows.dispose());
    this.state = state;
    const { extensionUri } = services;
    const { webview } = panel;
    const media = vscode.Uri.joinPath(extensionUri, "media");
    const scripts = vscode.Uri.joinPath(extensionUri, "dist", "webview");
    webview.options = { enableScripts: true, localResourceRoots: [media, scripts] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, "report-light.svg"),
      dark: vscode.Uri.joinPath(media, "report-dark.svg"),
    };
    panel.title = titleOf(state, undefined);
    webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    webview.html = panelPage(
      {
        source: webview.cspSource,
        nonce: randomBytes(18).toString("base64url"),
        script: String(webview.asWebviewUri(vscode.Uri.joinPath(scripts, "report.js"))),
        style: String(webview.asWebviewUri(vscode.Uri.joinPath(media, "report.css"))),
        gridStyle: String(webview.asWebviewUri(vscode.Uri.joinPath(media, "grid.css"))),
        language: vscode.env.language,
      },
      vscode.l10n.t,
    );
  }

  get active(): boolean {
    return this.#panel.active;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  onDidDispose(listener: () => void): void {
    this.#panel.onDidDispose(listener);
  }

  /** Asks where, writes, and offers to open what was written. */
  async export(form: ExportForm): Promise<void> {
    if (!this.#report) return;
    await exportReport(this.#report, form, this.state.path, this.#services);
  }

  async compare(): Promise<void> {
    const other = await chooseEarlierReport(this.state.path);
    if (other) await this.#services.reports.compare(this.state.path, other);
  }

  #receive(message: unknown): unknown {
    return handleMessage<ReportPanelMessage>(message, {
      ready: async () => this.#panel.webview.postMessage(await this.#content()),
      export: ({ form }) => this.export(form),
      compare: () => this.compare(),
      rows: ({ shown }) => (shown ? this.#rows.show(this.state.path) : this.#rows.dispose()),
      page: (asked) => this.#rows.answer(asked),
      copy: (asked) => this.#rows.answer(asked),
      apply: ({ finding, step: number }) => {
        const step = this.#report?.sharing?.findings[finding]?.steps[number];
        return step && applyStep(this.state.path, step, this.#services);
      },
      failed: ({ message: text }) =>
        this.#services.messages.error(vscode.l10n.t("The report could not be drawn"), text),
    });
  }

  async #content(): Promise<ReportPanelContent> {
    const { path, older } = this.state;
    try {
      const report = await readReport(path, vscode.l10n.t);
      this.#report = report;
      this.#panel.title = titleOf(this.state, report);
      const words = vscode.l10n.bundle && { words: vscode.l10n.bundle };
      if (older === undefined) return { type: "report", report, ...words, state: this.state };
      const earlier = await readReport(older, vscode.l10n.t);
      const [newer, before] = report.created >= earlier.created ? [report, earlier] : [earlier, report];
      return { type: "comparison", newer, older: before, ...words, state: this.state };
    } catch (error) {
      this.#services.log.error(reason(error));
      const title =
        error instanceof ReportProblem ? error.title : vscode.l10n.t("This report cannot be shown");
      return { type: "problem", title, text: reason(error), state: this.state };
    }
  }
}

function titleOf(state: ReportPanelState, report: ReportJson | undefined): string {
  const name = report?.tables.synthetic.name ?? basename(dirname(state.path));
  const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  return state.older === undefined
    ? vscode.l10n.t("Report: {0}", short)
    : vscode.l10n.t("Comparison: {0}", short);
}
