import { inEnglish, inLanguage, type Language } from "../../src/language/language.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import { reportHtml } from "../../src/report/html/reportHtml.ts";
import { reportNames } from "../../src/report/reportNames.ts";
import { openColumnsOnClick } from "./columnChart.ts";
import { showDefinitions } from "./definitions.ts";
import { drawCharts, type LoadPlotly } from "./drawCharts.ts";
import { figureFor } from "./figures/figureFor.ts";
import { switchMapsOnClick } from "./mapSwitch.ts";
import { openPairsOnClick } from "./pairChart.ts";
import { makeSortable } from "./sortableTable.ts";

export interface MountedReport {
  dispose(): void;
}

/**
 * Draws a report into `host` and keeps it alive: charts when they scroll into view, re-themed live, sortable tables, a column's
 * marginals and a pair's plot on click. Touches nothing outside `host`. `host` may already hold the static HTML of the same report.
 */
export function mountReport(
  host: HTMLElement,
  report: ReportJson,
  loadPlotly: LoadPlotly,
  language: Language = inEnglish,
): MountedReport {
  const names = reportNames(report);
  if (!host.querySelector(".sd-report")) host.innerHTML = reportHtml(report, language).text;
  host.classList.add("sd-live");
  const charts = drawCharts(
    host,
    (kind, data, theme) => inLanguage(language, names, () => figureFor(kind, data, report, theme)),
    loadPlotly,
  );
  for (const table of host.querySelectorAll<HTMLTableElement>("[data-sortable]"))
    makeSortable(table, language);
  const stopDefinitions = showDefinitions(host);
  const stopColumns = openColumnsOnClick(host, "marginal", charts, language);
  const stopMaps = switchMapsOnClick(host);
  const stopPairs = openPairsOnClick(host, report, charts, language);
  return {
    dispose() {
      stopDefinitions();
      stopColumns();
      stopPairs();
      stopMaps();
      charts.dispose();
    },
  };
}
