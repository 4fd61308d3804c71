import { type MetricCard, type MetricSection, measuredReading, metricCard, reading } from "./metricCard.ts";

const verdict = (
  section: Exclude<MetricSection, "diagnostic">,
  title: string,
  needsHoldout: boolean,
): MetricCard =>
  metricCard({
    section,
    title,
    description: `Verdict score of ${section}, 0 to 1`,
    place: `verdict.${section}.score`,
    needsHoldout,
    compared: { title, hint: "verdict", digits: 3 },
    read: (r) => reading({ value: r.verdict[section].score, best: 1 }),
  });

/** The three scores of the verdict and the diagnostic. */
export const verdictMetrics = {
  fidelity: verdict("fidelity", "Fidelity", false),
  utility: verdict("utility", "Utility", true),
  privacy: verdict("privacy", "Privacy", false),
  diagnostic: metricCard({
    section: "diagnostic",
    title: "Valid values and structure",
    description: "Validity and structure: ranges, categories, keys, columns; must be 1",
    place: "diagnostic.score",
    usualBound: { min: 1 },
    keyFigure: true,
    read: ({ diagnostic }) =>
      diagnostic
        ? reading({ value: diagnostic.score, best: 1, status: diagnostic.score < 1 ? "watch" : "good" })
        : reading({}),
  }),
  rulesKept: metricCard({
    section: "diagnostic",
    title: "Rules kept",
    description:
      "Smallest share, over the rules of the config, of the rows a rule applies to that keep it; must be 1",
    place: "measures.rulesKept.value",
    usualBound: { min: 1 },
    keyFigure: true,
    read: measuredReading("rulesKept"),
  }),
} as const satisfies Readonly<Record<string, MetricCard>>;
