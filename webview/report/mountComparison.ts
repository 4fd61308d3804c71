import type { ReportJson } from "../../src/protocol/report.ts";
import { compareHtml } from "../../src/report/html/compareHtml.ts";
import { openColumnsOnClick } from "./columnChart.ts";
import { comparedMarginal } from "./comparedMarginal.ts";
import { drawCharts, type LoadPlotly } from "./drawCharts.ts";
import type { MountedReport } from "./mountReport.ts";
import { makeSortable } from "./sortableTable.ts";

/** Draws two reports side by side into `host`: sortable tables, and a column's three marginals on click. */
export function mountComparison(
  host: HTMLElement,
  newer: ReportJson,
  older: ReportJson,
  loadPlotly: LoadPlotly,
): MountedReport {
  host.innerHTML = compareHtml(newer, older).text;
  host.classList.add("sd-live");
  const charts = drawCharts(
    host,
    (_kind, data, theme) => comparedMarginal(newer, older, data["column"] ?? "", theme),
    loadPlotly,
  );
  for (const table of host.querySelectorAll<HTMLTableElement>("[data-sortable]")) makeSortable(table);
  const stopColumns = openColumnsOnClick(host, "marginal", charts);
  return {
    dispose() {
      stopColumns();
      charts.dispose();
    },
  };
}
