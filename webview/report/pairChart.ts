import { inLanguage, type Language, say } from "../../src/language/language.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import { jointPair, jointTable } from "../../src/report/html/jointTable.ts";
import { details } from "../../src/report/html/parts.ts";
import { reportNames } from "../../src/report/reportNames.ts";
import type { Charts } from "./drawCharts.ts";
import { openChart } from "./openChart.ts";
import { moveBelowRow } from "./rowBelow.ts";
import { makeSortable } from "./sortableTable.ts";

/** A click on a pair's names draws where its rows lie, with the same as a table. Returns what stops that. */
export function openPairsOnClick(
  host: HTMLElement,
  report: ReportJson,
  charts: Charts,
  language: Language,
): () => void {
  const onClick = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-open-pair]");
    const place = host.querySelector<HTMLElement>("[data-pair-chart]");
    const found =
      button &&
      inLanguage(language, reportNames(report), () => jointPair(report, Number(button.dataset["openPair"])));
    if (!button || !place || !found) return;
    moveBelowRow(button, place);
    const table = document.createElement("div");
    const names = [found.x.column, found.y.column] as const;
    const words = inLanguage(language, reportNames(report), () => ({
      table: details(say("{0} × {1} as a table", ...names), jointTable(found)).text,
      label: say("{0} and {1}: where real and synthetic rows lie", ...names),
    }));
    table.innerHTML = words.table;
    for (const each of table.querySelectorAll<HTMLTableElement>("[data-sortable]"))
      makeSortable(each, language);
    openChart(
      place,
      {
        data: { chart: "pair", pair: button.dataset["openPair"] ?? "" },
        label: words.label,
      },
      charts,
      [table],
    );
  };
  host.addEventListener("click", onClick);
  return () => host.removeEventListener("click", onClick);
}
