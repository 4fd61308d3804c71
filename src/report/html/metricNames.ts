import { say, sayText } from "../../language/language.ts";
import { isHalfBest } from "../../metrics/goal.ts";
import { methodMeaning } from "../../metrics/methods.ts";
import type { MetricCard } from "../../metrics/metricCard.ts";
import { metricSentence, metricTable } from "../../metrics/metricTable.ts";
import type { KeyFigure } from "../keyFigures.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { definition } from "./parts.ts";

/** The title of a metric with its definition. */
export function metricName({ title, description, place }: MetricCard, about: string | null = null): Markup {
  return html`${definition(sayText(title), `${metricDefinition({ description, place })}.`)}${about === null ? "" : `, ${sayText(about)}`}`;
}

/** The name of a method behind a score with its definition. */
export function methodName(name: string): Markup {
  const meaning = methodMeaning(name);
  return meaning === undefined ? html`${name}` : definition(name, `${sayText(meaning)}.`);
}

/** What a metric measures, without a full stop. The editor shows the same sentence with its place in `report.json`. */
export function metricDefinition({ description, place }: Pick<MetricCard, "description" | "place">): string {
  return sayText(metricSentence({ description, place })).replace(/ \(`[^`]*`\)\.$/, "");
}

/** The name of a key figure with its definition, the unit of its value and, where it is not 1, what is best. */
export function figureName({ key, goal, unit }: Pick<KeyFigure, "key" | "goal" | "unit">): Markup {
  const best = isHalfBest(goal) ? ` (${say("0.5 best")})` : "";
  return html`${metricName(metricTable[key])}${unit === null ? "" : `, ${unit}`}${best}`;
}
