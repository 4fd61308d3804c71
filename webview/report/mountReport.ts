import type { ReportJson } from "../../src/protocol/report.ts";
import { reportHtml } from "../../src/report/reportHtml.ts";
import { figureFor } from "./charts.ts";
import { makeSortable } from "./sortableTable.ts";
import { onThemeChange, readTheme } from "./theme.ts";

export interface MountedReport {
  dispose(): void;
}

/** The drawing library, fetched when the first chart is about to be seen. */
export type LoadPlotly = () => Promise<typeof import("plotly.js")>;

/**
 * Draws a report into `host` and keeps it alive: charts when they scroll into view, re-themed live, sortable tables, a column's
 * marginals on click. Touches nothing outside `host`. `host` may already hold the static HTML of the same report.
 */
export function mountReport(host: HTMLElement, report: ReportJson, loadPlotly: LoadPlotly): MountedReport {
  if (!host.querySelector(".sd-report")) host.innerHTML = reportHtml(report).text;
  host.classList.add("sd-live");
  const drawn = new Set<HTMLElement>();
  let disposed = false;

  const draw = async (place: HTMLElement): Promise<void> => {
    const figure = figureFor(place.dataset["chart"] ?? "", place.dataset, report, readTheme(host));
    if (!figure) {
      place.hidden = true;
      return;
    }
    place.hidden = false;
    place.style.height = `${figure.height}px`;
    const plotly = await loadPlotly();
    if (disposed || !place.isConnected) return;
    drawn.add(place);
    await plotly.react(place, figure.data, { ...figure.layout, height: figure.height, autosize: true }, {
      displaylogo: false,
      responsive: true,
      displayModeBar: false,
      showSendToCloud: false,
    } as Partial<import("plotly.js").Config>);
  };

  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        void draw(entry.target as HTMLElement);
      }
    },
    { rootMargin: "200px" },
  );
  for (const place of host.querySelectorAll<HTMLElement>("[data-chart]")) seen.observe(place);
  for (const table of host.querySelectorAll<HTMLTableElement>("[data-sortable]")) makeSortable(table);

  const onClick = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-open-column]");
    const place = host.querySelector<HTMLElement>("[data-column-chart]");
    if (!button || !place) return;
    const chart = document.createElement("div");
    chart.className = "sd-chart";
    chart.dataset["chart"] = "marginal";
    chart.dataset["column"] = button.dataset["openColumn"] ?? "";
    chart.setAttribute("role", "img");
    chart.setAttribute(
      "aria-label",
      `Distribution of ${button.textContent ?? "the column"}, real and synthetic`,
    );
    for (const old of place.children) drawn.delete(old as HTMLElement);
    place.replaceChildren(chart);
    place.hidden = false;
    void draw(chart).then(() => place.scrollIntoView({ block: "nearest", behavior: "smooth" }));
  };
  host.addEventListener("click", onClick);

  const stopTheme = onThemeChange(() => {
    for (const place of drawn) void draw(place);
  });

  return {
    dispose() {
      disposed = true;
      seen.disconnect();
      stopTheme();
      host.removeEventListener("click", onClick);
      void (drawn.size > 0 ? loadPlotly() : Promise.resolve(undefined)).then((plotly) => {
        for (const place of drawn) plotly?.purge(place);
      });
    },
  };
}
