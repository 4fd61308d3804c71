import { inEnglish, inLanguage, type Language } from "../../src/language/language.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import { compareHtml } from "../../src/report/html/compareHtml.ts";
import { openColumnsOnClick } from "./columnChart.ts";
import { comparedMarginal } from "./comparedMarginal.ts";
import { showDefinitions } from "./definitions.ts";
import { drawCharts, type LoadPlotly } from "./drawCharts.ts";
import type { MountedReport } from "./mountReport.ts";
import { makeSortable } from "./sortableTable.ts";

/** Draws two reports side by side into `host`: sortable tables, and a column's three marginals on click. */
export function mountComparison(
  host: HTMLElement,
  { newer, older }: { readonly newer: ReportJson; readonly older: ReportJson },
  loadPlotly: LoadPlotly,
  language: Language = inEnglish,
): MountedReport {
  host.innerHTML = compareHtml(newer, older, language).text;
  host.classList.add("sd-live");
  const charts = drawCharts(
    host,
    (_kind, data, theme) =>
      inLanguage(language, [], () => comparedMarginal(newer, older, data["column"] ?? "", theme)),
    loadPlotly,
  );
  for (const table of host.querySelectorAll<HTMLTableElement>("[data-sortable]"))
    makeSortable(table, language);
  const stopDefinitions = showDefinitions(host);
  const stopColumns = openColumnsOnClick(host, "marginal", charts, language);
  return {
    dispose() {
      stopDefinitions();
      stopColumns();
      charts.dispose();
    },
  };
}
