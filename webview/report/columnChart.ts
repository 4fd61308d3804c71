import type { Charts } from "./drawCharts.ts";

/** A click on a column's name draws its chart below the table. Returns what stops that. */
export function openColumnsOnClick(host: HTMLElement, kind: string, charts: Charts): () => void {
  const onClick = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-open-column]");
    const place = host.querySelector<HTMLElement>("[data-column-chart]");
    if (!button || !place) return;
    const chart = document.createElement("div");
    chart.className = "sd-chart";
    chart.dataset["chart"] = kind;
    chart.dataset["column"] = button.dataset["openColumn"] ?? "";
    chart.setAttribute("role", "img");
    chart.setAttribute(
      "aria-label",
      `Distribution of ${button.textContent || "the column"}, real and synthetic`,
    );
    for (const old of place.children) charts.release(old as HTMLElement);
    place.replaceChildren(chart);
    place.hidden = false;
    void charts.draw(chart).then(() => {
      const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      place.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
    });
  };
  host.addEventListener("click", onClick);
  return () => host.removeEventListener("click", onClick);
}
