import type { MetricSection } from "./metricCard.ts";

/** What each section of a report answers. */
export const sectionQuestions: Readonly<Record<MetricSection, string>> = {
  fidelity: "Faithful?",
  utility: "Useful?",
  privacy: "Private?",
  diagnostic: "Valid?",
};

/** The sections that have a verdict, in reading order. */
export const verdictSections = ["fidelity", "utility", "privacy"] as const;
