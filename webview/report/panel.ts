import { languageOf } from "../../src/language/language.ts";
import { handleMessage } from "../../src/protocol/messageHandler.ts";
import type {
  HostToPanel,
  ReportPanelContent,
  ReportPanelMessage,
  ReportPanelState,
} from "../../src/protocol/reportPanel.ts";
import { mountComparison } from "./mountComparison.ts";
import { type MountedReport, mountReport } from "./mountReport.ts";
import { Plotly } from "./plotly.ts";
import { RowsSection } from "./rowsSection.ts";
import { setStylesThroughObject } from "./styleAttributes.ts";

/** What VS Code keeps of a panel: which report, and where its reader was. */
interface Kept extends ReportPanelState {
  readonly scroll?: number;
  /** Indices of the `<details>` that are open. */
  readonly unfolded?: readonly number[];
}

declare function acquireVsCodeApi(): {
  postMessage(message: ReportPanelMessage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
};

// The script of the report panel in VS Code: fills #report with what the host sends.
setStylesThroughObject();
const code = acquireVsCodeApi();
const host = document.getElementById("report") as HTMLElement;
const toolbar = document.querySelector<HTMLElement>(".sd-toolbar");
let mounted: MountedReport | undefined;
const rows = new RowsSection(document.getElementById("rows") as HTMLElement, (message) =>
  code.postMessage(message),
);

addEventListener("message", ({ data }: MessageEvent<unknown>) =>
  handleMessage<HostToPanel>(data, {
    report: show,
    comparison: show,
    problem: show,
    words: rows.receive,
    opened: rows.receive,
    page: rows.receive,
    refused: rows.receive,
    copied: rows.receive,
    pairs: rows.receive,
    failed: rows.receive,
  }),
);

function show(content: ReportPanelContent): void {
  const kept = code.getState();
  mounted?.dispose();
  host.replaceChildren();
  code.setState({ ...kept, ...content.state });
  try {
    draw(content);
    restore(kept);
  } catch (error) {
    showProblem("This report cannot be shown", String(error));
    code.postMessage({ type: "failed", message: String(error) });
  }
}

function draw(content: ReportPanelContent): void {
  const loadPlotly = async (): Promise<typeof Plotly> => Plotly;
  const language = languageOf(document.documentElement.lang, "words" in content ? content.words : undefined);
  if (toolbar) toolbar.hidden = content.type === "problem";
  if (content.type === "problem") showProblem(content.title, content.text);
  else if (content.type === "report") mounted = mountReport(host, content.report, loadPlotly, language);
  else mounted = mountComparison(host, content, loadPlotly, language);
}

function showProblem(title: string, text: string): void {
  const box = document.createElement("main");
  box.className = "sd-report sd-problem";
  box.setAttribute("role", "alert");
  const heading = document.createElement("h1");
  heading.textContent = title;
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  box.append(heading, paragraph);
  host.replaceChildren(box);
}

toolbar?.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("button");
  if (!button) return;
  const form = button.dataset["export"];
  if (button.dataset["rows"] !== undefined) rows.toggle(button);
  else if (form === "html" || form === "summary" || form === "md" || form === "json")
    code.postMessage({ type: "export", form });
  else if (button.dataset["compare"] !== undefined) code.postMessage({ type: "compare" });
});

host.addEventListener("click", ({ target }) => {
  const place = (target as Element).closest<HTMLElement>("[data-apply]")?.dataset["apply"];
  if (place === undefined) return;
  const [finding = 0, step = 0] = place.split(":").map(Number);
  code.postMessage({ type: "apply", finding, step });
});

function restore(kept: Kept | undefined): void {
  const folds = [...host.querySelectorAll("details")];
  for (const i of kept?.unfolded ?? []) folds[i]?.setAttribute("open", "");
  if (kept?.scroll) scrollTo(0, kept.scroll);
}

let remembering = 0;
function remember(): void {
  cancelAnimationFrame(remembering);
  remembering = requestAnimationFrame(() => {
    const state = code.getState();
    if (!state) return;
    const folds = [...host.querySelectorAll("details")];
    const unfolded = folds.flatMap(({ open }, i) => (open ? [i] : []));
    code.setState({ ...state, scroll: scrollY, unfolded });
  });
}
addEventListener("scroll", remember, { passive: true });
host.addEventListener("toggle", remember, true);

code.postMessage({ type: "ready" });
