import { saySentence, sayText } from "../language/language.ts";
import type { MetricCard } from "../metrics/metricCard.ts";
import { isMetricKey, metricTable } from "../metrics/metricTable.ts";
import type { SharingFinding } from "../protocol/sharing.ts";

/** Returns the metric a finding is about, and the column or part of the data that its title adds. */
export function findingMetric({ key, title }: SharingFinding): {
  card: MetricCard | undefined;
  about: string | null;
} {
  const card = isMetricKey(key) ? metricTable[key] : undefined;
  if (card === undefined || !title.startsWith(card.title)) return { card: undefined, about: null };
  const rest = title.slice(card.title.length);
  if (rest === "") return { card, about: null };
  return rest.startsWith(", ") ? { card, about: rest.slice(2) } : { card: undefined, about: null };
}

/** Says what a finding is about. */
export function findingTitle(found: SharingFinding): string {
  const { card, about } = findingMetric(found);
  if (card === undefined) return saySentence(found.title);
  return about === null ? sayText(card.title) : `${sayText(card.title)}, ${sayText(about)}`;
}
