import { sureFactor } from "../numerics/wilson.ts";
import type { Explained, Measured, Metric } from "../protocol/metric.ts";
import type { AttackRisk, ReportJson } from "../protocol/report.ts";
import type { Goal } from "./goal.ts";

export type MetricSection = "diagnostic" | "fidelity" | "utility" | "privacy";

/** The part of a report that holds measured values; gates are evaluated on it. */
export type MeasuredReport = Omit<ReportJson, "gates">;

/** What a report says about one metric. */
export interface Reading {
  readonly value: number | null;
  /** The same metric of holdout against training rows; utility: of models trained on real rows. */
  readonly ceiling: number | null;
  /** The best reachable value a summary shows beside `value`: the ceiling, else what is expected in theory. */
  readonly best: number | null;
  /** The interval that decides the status: 99.7 % where there is a status, else 95 %. */
  readonly interval: readonly [number, number] | null;
  readonly status: Explained["status"] | null;
  readonly meaning: string | null;
  /** What the value is about where the title does not say, such as a column of the data. */
  readonly about: string | null;
  /** Name of the score where it depends on the data, such as AUC or R². */
  readonly unit: string | null;
}

export interface MetricCard {
  readonly section: MetricSection;
  /** Name in every table, in sentence case. */
  readonly title: string;
  /** One sentence without a full stop: what it measures. */
  readonly description: string;
  /** Where `report.json` holds the value. */
  readonly place: string;
  readonly goal: Goal;
  readonly format: "score" | "share" | "count";
  readonly needsHoldout: boolean;
  /** What the config must name for it to be measured. */
  readonly needs?: "sensitive" | "quasiIdentifiers";
  /** The bound a gate begins with; a bound on the other side only is seldom meant. */
  readonly usualBound: { readonly min: number } | { readonly max: number };
  /** Shown in short summaries: terminal, Markdown, comparison of reports. */
  readonly keyFigure: boolean;
  /** Its columns in a comparison of models, where it has one; `ceiling` adds one for the best reachable value. */
  readonly compared?: {
    readonly title: string;
    readonly hint: string;
    readonly digits: number;
    readonly ceiling?: { readonly title: string; readonly hint: string };
  };
  read(report: MeasuredReport): Reading;
}

type Required = "section" | "title" | "description" | "place" | "read";
type CardText = Pick<MetricCard, Required> & Partial<Omit<MetricCard, Required>>;

/** Returns a card with the usual settings where `card` has none: a score, 1 best, no holdout needed, not in summaries. */
export function metricCard(card: CardText): MetricCard {
  const { goal = "high" } = card;
  return {
    format: "score",
    needsHoldout: false,
    keyFigure: false,
    usualBound: goal === "high" ? { min: 0.8 } : goal === "half" ? { max: 0.6 } : { max: 0.1 },
    ...card,
    goal,
  };
}

type Values = { readonly [key in keyof Reading]?: Reading[key] | undefined };

/** Returns a reading; what is absent is null, and the best value is the ceiling. */
export function reading(values: Values): Reading {
  const { value = null, ceiling = null, interval = null, status = null, meaning = null } = values;
  const { about = null, unit = null, best = ceiling } = values;
  return { value, ceiling, best, interval, status, meaning, about, unit };
}

/** Returns the reading of a metric that explains itself, or of nothing. */
export function metricReading(
  metric: (Metric & Partial<Explained>) | null | undefined,
  about?: string,
): Reading {
  return reading({ ...metric, interval: metric?.interval, about });
}

/** Widens a 95 % interval to the 99.7 % that a status is decided by, within 0 and 1. */
export function decidingInterval(
  value: number,
  [low, high]: readonly [number, number],
): readonly [number, number] {
  return [Math.max(0, value - sureFactor * (value - low)), Math.min(1, value + sureFactor * (high - value))];
}

/** Returns the reading of an attack: its best value is 0. */
export function riskReading(risk: AttackRisk | null | undefined, about?: string): Reading {
  if (!risk) return reading({});
  const { status, meaning } = risk;
  const interval = decidingInterval(risk.risk, risk.interval);
  return reading({ value: risk.risk, best: 0, interval, status, meaning, about });
}

/** Reads `report.measures[key]`, where metrics without a place of their own are kept. */
export function measuredReading(key: string): (report: MeasuredReport) => Reading {
  return ({ measures }) => {
    const measured: Measured | undefined = measures?.[key];
    return measured === undefined ? reading({}) : reading({ ...measured, interval: measured.interval });
  };
}
