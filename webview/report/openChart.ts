import type { Charts } from "./drawCharts.ts";

interface Chart {
  readonly data: Readonly<Record<string, string>>;
  /** What a screen reader says. */
  readonly label: string;
}

/** Puts one chart into a place that holds one at a time, and shows it. `after` follows the chart. */
export function openChart(
  place: HTMLElement,
  { data, label }: Chart,
  charts: Charts,
  after: readonly Element[] = [],
): void {
  const chart = document.createElement("div");
  chart.className = "sd-chart";
  Object.assign(chart.dataset, data);
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", label);
  for (const old of place.children) charts.release(old as HTMLElement);
  place.replaceChildren(chart, ...after);
  place.hidden = false;
  void charts.draw(chart).then(() => {
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
  });
}
