import type { Layout } from "plotly.js";
import { numberLocale } from "../../../src/language/language.ts";
import type { ChartTheme } from "../theme.ts";

/** What every chart shares: transparent ground, quiet grid, legend above the drawing. `title` is already plain text. */
export function baseLayout(theme: ChartTheme, title = ""): Partial<Layout> {
  const axis = {
    gridcolor: theme.grid,
    zerolinecolor: theme.grid,
    linecolor: theme.grid,
    tickcolor: theme.grid,
    automargin: true,
  };
  return {
    separators: numberLocale() === "de-DE" ? ",." : ".,",
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: theme.text, family: theme.font, size: 12 },
    margin: { l: 48, r: 12, t: title ? 62 : 34, b: 40 },
    ...(title && {
      title: {
        text: title,
        font: { size: 13 },
        x: 0,
        xref: "paper",
        xanchor: "left",
        y: 1,
        yref: "container",
        yanchor: "top",
        pad: { t: 10 },
      },
    }),
    xaxis: { ...axis },
    yaxis: { ...axis },
    legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0 },
    hovermode: "closest",
    hoverlabel: { bgcolor: theme.panel, bordercolor: theme.grid, font: { color: theme.text } },
    dragmode: false,
    bargap: 0.08,
  };
}

export function withAxes(
  layout: Partial<Layout>,
  x: Partial<Layout["xaxis"]>,
  y: Partial<Layout["yaxis"]>,
): Partial<Layout> {
  return { ...layout, xaxis: { ...layout.xaxis, ...x }, yaxis: { ...layout.yaxis, ...y } };
}
