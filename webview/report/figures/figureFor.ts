import type { ReportJson } from "../../../src/protocol/report.ts";
import type { ChartTheme } from "../theme.ts";
import { distancesFigure } from "./distances.ts";
import type { Figure } from "./figure.ts";
import { heatmapFigure } from "./heatmap.ts";
import { importanceFigure } from "./importance.ts";
import { lossesFigure } from "./losses.ts";
import { marginalOf } from "./marginal.ts";
import { missingFigure } from "./missing.ts";
import { pairFigure } from "./pair.ts";
import { detectionRoc, utilityRoc } from "./roc.ts";

type Draw = (report: ReportJson, theme: ChartTheme, data: DOMStringMap) => Figure | null;

/** What each kind of `[data-chart]` draws from its data attributes; null: there is nothing to draw. */
const figures = {
  marginal: (report, theme, data) => marginalOf(report.columns[Number(data["column"])], theme),
  pair: (report, theme, data) => pairFigure(report, Number(data["pair"]), theme),
  missing: missingFigure,
  heatmap: (report, theme, data) => heatmapFigure(report, data["side"] ?? "real", theme),
  "roc-detection": detectionRoc,
  "roc-utility": utilityRoc,
  importance: importanceFigure,
  dcr: distancesFigure,
  losses: lossesFigure,
} as const satisfies Readonly<Record<string, Draw>>;

/** Returns the figure of a kind; null for unknown kinds and where there is nothing to draw. */
export function figureFor(
  kind: string,
  data: DOMStringMap,
  report: ReportJson,
  theme: ChartTheme,
): Figure | null {
  return Object.hasOwn(figures, kind) ? figures[kind as keyof typeof figures](report, theme, data) : null;
}
