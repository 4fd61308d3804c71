import { handleMessage, WaitingRequests } from "../../src/protocol/messageHandler.ts";
import {
  type ComparisonJson,
  comparisonMime,
  type GridJson,
  gridMime,
  type LossesJson,
  lossesMime,
  profileMime,
  type RendererMessage,
  type RendererReply,
  reportMime,
} from "../../src/protocol/notebook.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import { comparisonHtml } from "../../src/report/notebook/comparisonHtml.ts";
import { lossesHtml } from "../../src/report/notebook/lossesHtml.ts";
import { type ProfileJson, profileHtml } from "../../src/report/notebook/profileHtml.ts";
import type { LoadPlotly } from "../report/drawCharts.ts";
import { mountReport } from "../report/mountReport.ts";
import { makeSortable } from "../report/sortableTable.ts";
import { type FetchPage, showGrid } from "./gridView.ts";
import type { OutputItem, Renderer, RendererContext } from "./rendererApi.ts";
import { button, setStage, showProblem } from "./stage.ts";

/** Versions of the JSON forms this renderer draws. */
const knownVersion = 1;

/** The chart code is a file of its own beside this one, fetched when the first chart comes into view. */
const loadPlotly: LoadPlotly = async () => {
  const { Plotly } = (await import(
    new URL("./plotly.js", import.meta.url).href
  )) as typeof import("../report/plotly.ts");
  return Plotly;
};

/** Draws SynData's outputs in a notebook of any kind; each in its own element, told nothing of the others. */
export function activate(context: RendererContext): Renderer {
  const shown = new Map<string, () => void>();
  const post = context.postMessage as ((message: RendererMessage) => void) | undefined;
  const fetchPage = pageFetcher(context);

  const draw = (item: OutputItem, host: HTMLElement): (() => void) => {
    const json = item.json() as { readonly version?: unknown } | null;
    const version = json?.version;
    if (typeof version === "number" && version > knownVersion) {
      showProblem(
        host,
        `This output has version ${version}; this SynData shows versions up to ${knownVersion}. Update the extension to see it.`,
      );
      return () => undefined;
    }
    if (version !== knownVersion) throw new Error("it has no version");
    switch (item.mime) {
      case reportMime:
        return drawReport(host, json as ReportJson, post);
      case profileMime:
        host.innerHTML = profileHtml(json as ProfileJson).text;
        break;
      case lossesMime:
        host.innerHTML = lossesHtml(json as LossesJson).text;
        break;
      case comparisonMime:
        host.innerHTML = comparisonHtml(json as ComparisonJson).text;
        break;
      case gridMime: {
        const grid = json as GridJson;
        const bar = showGrid(host, grid, fetchPage);
        if (post && grid.path !== undefined) {
          const { path } = grid;
          bar.append(button("Open Data", () => post({ type: "openData", path })));
        }
        break;
      }
      default:
        throw new Error(`${item.mime} is not known`);
    }
    for (const table of host.querySelectorAll<HTMLTableElement>("[data-sortable]")) makeSortable(table);
    return () => undefined;
  };

  const forget = (id: string): void => {
    shown.get(id)?.();
    shown.delete(id);
  };
  return {
    renderOutputItem(item, element) {
      forget(item.id);
      const stage = setStage(element);
      let dispose: () => void = () => undefined;
      try {
        dispose = draw(item, stage.host);
      } catch (error) {
        showProblem(
          stage.host,
          `This output cannot be shown: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      shown.set(item.id, () => {
        dispose();
        stage.dispose();
      });
    },
    disposeOutputItem(id) {
      for (const one of id === undefined ? [...shown.keys()] : [id]) forget(one);
    },
  };
}

/** The verdict first; the sections on demand, so that a notebook stays light and short. */
function drawReport(
  host: HTMLElement,
  report: ReportJson,
  post: ((message: RendererMessage) => void) | undefined,
): () => void {
  const mounted = mountReport(host, report, loadPlotly);
  host.classList.add("sd-brief");
  const bar = document.createElement("div");
  bar.className = "sd-buttons";
  const toggle = button("Show Details", () => {
    const brief = host.classList.toggle("sd-brief");
    toggle.textContent = brief ? "Show Details" : "Hide Details";
    toggle.setAttribute("aria-expanded", String(!brief));
  });
  toggle.setAttribute("aria-expanded", "false");
  bar.append(toggle);
  if (post) bar.append(button("Open Full Report", () => post({ type: "openReport", report })));
  const verdict = host.querySelector(".sd-verdict");
  if (verdict) verdict.after(bar);
  else host.append(bar);
  return () => mounted.dispose();
}

function pageFetcher(context: RendererContext): FetchPage | undefined {
  const { postMessage, onDidReceiveMessage } = context;
  if (!postMessage || !onDidReceiveMessage) return undefined;
  const waiting = new WaitingRequests<GridJson | null>();
  onDidReceiveMessage((message) => {
    handleMessage<RendererReply>(message, { page: ({ request, grid }) => waiting.answer(request, grid) });
  });
  return (handle, offset, rows) =>
    waiting.ask((request) =>
      postMessage({ type: "page", request, handle, offset, rows } satisfies RendererMessage),
    );
}
