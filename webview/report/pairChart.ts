import type { ReportJson } from "../../src/protocol/report.ts";
import { jointPair, jointTable } from "../../src/report/html/jointTable.ts";
import { details } from "../../src/report/html/parts.ts";
import type { Charts } from "./drawCharts.ts";
import { openChart } from "./openChart.ts";
import { moveBelowRow } from "./rowBelow.ts";
import { makeSortable } from "./sortableTable.ts";

/** A click on a pair's names draws where its rows lie, with the same as a table. Returns what stops that. */
export function openPairsOnClick(host: HTMLElement, report: ReportJson, charts: Charts): () => void {
  const onClick = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-open-pair]");
    const place = host.querySelector<HTMLElement>("[data-pair-chart]");
    const found = button && jointPair(report, Number(button.dataset["openPair"]));
    if (!button || !place || !found) return;
    moveBelowRow(button, place);
    const table = document.createElement("div");
    table.innerHTML = details(`${found.x.column} × ${found.y.column} as a table`, jointTable(found)).text;
    for (const each of table.querySelectorAll<HTMLTableElement>("[data-sortable]")) makeSortable(each);
    openChart(
      place,
      {
        data: { chart: "pair", pair: button.dataset["openPair"] ?? "" },
        label: `${found.x.column} and ${found.y.column}: where real and synthetic rows lie`,
      },
      charts,
      [table],
    );
  };
  host.addEventListener("click", onClick);
  return () => host.removeEventListener("click", onClick);
}
