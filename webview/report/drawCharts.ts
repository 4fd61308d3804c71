import type { Figure } from "./figures/figure.ts";
import { type ChartTheme, onThemeChange, readTheme } from "./theme.ts";

/** The drawing library, fetched when the first chart is about to be seen. */
export type LoadPlotly = () => Promise<typeof import("plotly.js")>;

/** What a `[data-chart]` place shows, from its data attributes. Null: nothing. */
export type FigureOf = (kind: string, data: DOMStringMap, theme: ChartTheme) => Figure | null;

export interface Charts {
  /** Draws one more place at once. */
  readonly draw: (place: HTMLElement) => Promise<void>;
  /** Forgets a place that leaves the page. */
  readonly release: (place: HTMLElement) => void;
  readonly dispose: () => void;
}

const config: Partial<import("plotly.js").Config> = {
  displaylogo: false,
  responsive: true,
  displayModeBar: false,
  // Not in the types: no button that uploads
  ...({ showSendToCloud: false } as object),
};

/**
 * Draws the `[data-chart]` places of `host` when they come near the view and again when the theme changes. Places have their height
 * from the start, so that nothing jumps; places without anything to show are hidden.
 */
export function drawCharts(host: HTMLElement, figureOf: FigureOf, loadPlotly: LoadPlotly): Charts {
  const drawn = new Set<HTMLElement>();
  let disposed = false;

  const figureAt = (place: HTMLElement): Figure | null => {
    const figure = figureOf(place.dataset["chart"] ?? "", place.dataset, readTheme(host));
    place.hidden = figure === null;
    if (figure) place.style.height = `${figure.height}px`;
    return figure;
  };

  const draw = async (place: HTMLElement): Promise<void> => {
    const figure = figureAt(place);
    if (!figure) return;
    const plotly = await loadPlotly();
    if (disposed || !place.isConnected) return;
    drawn.add(place);
    const layout = { ...figure.layout, height: figure.height, autosize: true };
    await plotly.react(place, figure.data, layout, config);
    silenceLinks(place);
  };

  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        void draw(target as HTMLElement);
      }
    },
    { rootMargin: "200px" },
  );
  for (const place of host.querySelectorAll<HTMLElement>("[data-chart]"))
    if (figureAt(place)) seen.observe(place);

  const stopTheme = onThemeChange(() => {
    for (const place of drawn) void draw(place);
  });

  // a hidden or not yet drawn chart must not be an empty box on paper
  const beforePrint = (): void => {
    for (const place of host.querySelectorAll<HTMLElement>("[data-chart]:not([hidden], [hidden] *)"))
      void (drawn.has(place) ? Promise.resolve() : draw(place)).then(() => fitToPaper(place));
  };
  // a drawing keeps its width from the screen; on paper it would run over the edge
  const fitToPaper = async (place: HTMLElement): Promise<void> => {
    const width = Math.min(place.clientWidth, paperWidth);
    if (drawn.has(place) && width > 0) await (await loadPlotly()).relayout(place, { autosize: false, width });
  };
  const afterPrint = (): void => {
    for (const place of drawn) void draw(place);
  };
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);

  return {
    draw,
    release: (place) => {
      drawn.delete(place);
    },
    dispose() {
      disposed = true;
      seen.disconnect();
      stopTheme();
      removeEventListener("beforeprint", beforePrint);
      removeEventListener("afterprint", afterPrint);
      if (drawn.size > 0)
        void loadPlotly().then((plotly) => {
          for (const place of drawn) plotly.purge(place);
        });
    },
  };
}

/** Pixels between the margins of an A4 or letter page. */
const paperWidth = 670;

/** The drawing is one picture with a name; its parts are not to be read out one by one. */
function silenceLinks(place: HTMLElement): void {
  for (const svg of place.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
}
