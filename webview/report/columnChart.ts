import { inLanguage, type Language, say } from "../../src/language/language.ts";
import type { Charts } from "./drawCharts.ts";
import { openChart } from "./openChart.ts";
import { moveBelowRow } from "./rowBelow.ts";

/** A click on a column's name draws its chart below the table. Returns what stops that. */
export function openColumnsOnClick(
  host: HTMLElement,
  kind: string,
  charts: Charts,
  language: Language,
): () => void {
  const onClick = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-open-column]");
    const place = host.querySelector<HTMLElement>("[data-column-chart]");
    if (!button || !place) return;
    moveBelowRow(button, place);
    const label = inLanguage(language, [], () =>
      say("Distribution of {0}, real and synthetic", button.textContent || say("the column")),
    );
    const data = { chart: kind, column: button.dataset["openColumn"] ?? "" };
    openChart(place, { data, label }, charts);
  };
  host.addEventListener("click", onClick);
  return () => host.removeEventListener("click", onClick);
}
