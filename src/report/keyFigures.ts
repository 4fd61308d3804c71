import { say, sayText } from "../language/language.ts";
import type { Goal } from "../metrics/goal.ts";
import { isHalfBest } from "../metrics/goal.ts";
import type { MetricCard, MetricSection, Reading } from "../metrics/metricCard.ts";
import { type MetricKey, metricKeys, metricTable, readMetric } from "../metrics/metricTable.ts";
import type { ReportJson } from "../protocol/report.ts";

export interface KeyFigure extends Pick<Reading, "value" | "best" | "status" | "interval" | "unit"> {
  readonly key: MetricKey;
  readonly section: MetricSection;
  readonly label: string;
  readonly goal: Goal;
  readonly format: MetricCard["format"];
}

/** Returns the dozen numbers a short summary shows, in reading order; what was not measured is left out. */
export function keyFigures(report: ReportJson): KeyFigure[] {
  return metricKeys
    .filter((key) => metricTable[key].keyFigure)
    .map((key) => keyFigure(report, key))
    .filter(({ value }) => value !== null);
}

/** Returns one number of a report as summaries and comparisons show it. */
export function keyFigure(report: ReportJson, key: MetricKey): KeyFigure {
  const { section, title, goal, format } = metricTable[key];
  const { value, best, status, interval, unit } = readMetric(report, key);
  const half = isHalfBest(goal) ? ` (${say("0.5 best")})` : "";
  const label = `${sayText(title)}${unit === null ? "" : `, ${unit}`}${half}`;
  return { key, section, label, value, best, status, interval, unit, goal, format };
}

/** Returns what the column of best values holds, for below a table of key figures. */
export function bestExplained(report: ReportJson): string {
  return report.tables.holdout === null
    ? say(
        "best: known only with a holdout (utility: models trained on real rows). A generator that copies nothing cannot be expected to exceed it.",
      )
    : say(
        "best: what real rows the generator never saw reach against the training rows (utility: models trained on real rows). A generator that copies nothing cannot be expected to exceed it.",
      );
}
