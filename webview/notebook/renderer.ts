import { inEnglish, type Language, sayIn } from "../../src/language/language.ts";
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

/** What an element shows. */
interface Shown {
  readonly item: OutputItem;
  readonly element: HTMLElement;
  dispose(): void;
}

/** Draws SynData's outputs in a notebook of any kind; each in its own element, with no knowledge of the others. */
export function activate(context: RendererContext): Renderer {
  const shown = new Map<string, Shown>();
  const post = context.postMessage as ((message: RendererMessage) => void) | undefined;
  let language = inEnglish;
  const fetchPage = pageFetcher(context, (answered) => {
    if (answered.code === language.code) return;
    language = answered;
    for (const { item, element } of [...shown.values()]) show(item, element);
  });

  const draw = (item: OutputItem, host: HTMLElement): (() => void) => {
    const say = sayIn(language);
    const json = item.json() as { readonly version?: unknown } | null;
    const version = json?.version;
    if (typeof version === "number" && version > knownVersion) {
      showProblem(
        host,
        say(
          "This output has version {0}; this SynData shows versions up to {1}. Update the extension to see it.",
          version,
          knownVersion,
        ),
      );
      return () => undefined;
    }
    if (version !== knownVersion) throw new Error("it has no version");
    switch (item.mime) {
      case reportMime:
        return drawReport(host, json as ReportJson, { post, language });
      case profileMime:
        host.innerHTML = profileHtml(json as ProfileJson, language).text;
        break;
      case lossesMime:
        host.innerHTML = lossesHtml(json as LossesJson, language).text;
        break;
      case comparisonMime:
        host.innerHTML = comparisonHtml(json as ComparisonJson, language).text;
        break;
      case gridMime: {
        const grid = json as GridJson;
        const bar = showGrid(host, grid, { fetchPage, language });
        if (post && grid.path !== undefined) {
          const { path } = grid;
          bar.append(button(say("Open Data"), () => post({ type: "openData", path })));
        }
        break;
      }
      default:
        throw new Error(`${item.mime} is not known`);
    }
    for (const table of host.querySelectorAll<HTMLTableElement>("[data-sortable]"))
      makeSortable(table, language);
    return () => undefined;
  };

  const forget = (id: string): void => {
    shown.get(id)?.dispose();
    shown.delete(id);
  };
  const show = (item: OutputItem, element: HTMLElement): void => {
    forget(item.id);
    const stage = setStage(element, language.code);
    let dispose: () => void = () => undefined;
    try {
      dispose = draw(item, stage.host);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      showProblem(stage.host, sayIn(language)("This output cannot be shown: {0}", why));
    }
    shown.set(item.id, {
      item,
      element,
      dispose() {
        dispose();
        stage.dispose();
      },
    });
  };
  post?.({ type: "language" });
  return {
    renderOutputItem: show,
    disposeOutputItem(id) {
      for (const one of id === undefined ? [...shown.keys()] : [id]) forget(one);
    },
  };
}

/** The verdict first; the sections on demand, so that a notebook stays light and short. */
function drawReport(
  host: HTMLElement,
  report: ReportJson,
  {
    post,
    language,
  }: { readonly post: ((message: RendererMessage) => void) | undefined; readonly language: Language },
): () => void {
  const say = sayIn(language);
  const mounted = mountReport(host, report, loadPlotly, language);
  host.classList.add("sd-brief");
  const bar = document.createElement("div");
  bar.className = "sd-buttons";
  const toggle = button(say("Show Details"), () => {
    const brief = host.classList.toggle("sd-brief");
    toggle.textContent = brief ? say("Show Details") : say("Hide Details");
    toggle.setAttribute("aria-expanded", String(!brief));
  });
  toggle.setAttribute("aria-expanded", "false");
  bar.append(toggle);
  if (post) bar.append(button(say("Open Full Report"), () => post({ type: "openReport", report })));
  const verdict = host.querySelector(".sd-verdict");
  if (verdict) verdict.after(bar);
  else host.append(bar);
  return () => mounted.dispose();
}

/** `speak` is called with the language of the window, once it is known. */
function pageFetcher(context: RendererContext, speak: (language: Language) => void): FetchPage | undefined {
  const { postMessage, onDidReceiveMessage } = context;
  if (!postMessage || !onDidReceiveMessage) return undefined;
  const waiting = new WaitingRequests<GridJson | null>();
  onDidReceiveMessage((message) => {
    handleMessage<RendererReply>(message, {
      page: ({ request, grid }) => waiting.answer(request, grid),
      language: ({ language }) => speak(language),
    });
  });
  return (handle, offset, rows) =>
    waiting.ask((request) =>
      postMessage({ type: "page", request, handle, offset, rows } satisfies RendererMessage),
    );
}
