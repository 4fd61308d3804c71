import { own } from "../jsonc/own.ts";

/** What the methods behind a score measure, by the name they have in SDMetrics and in the tables of a report. */
const methods: Readonly<Record<string, string>> = {
  KSComplement: "1 minus the largest distance between the two cumulative distributions (Kolmogorov–Smirnov)",
  TVComplement:
    "1 minus half the sum of the differences of the categories' shares (total variation distance)",
  CorrelationSimilarity: "1 minus half the difference of the two correlation coefficients",
  ContingencySimilarity:
    "1 minus half the sum of the differences of the shares of each combination of two categories",
  RangeCoverage: "Share of the real range that synthetic values cover",
  CategoryCoverage: "Share of the real categories that the synthetic column has",
  BoundaryAdherence: "Share of synthetic values between the smallest and the largest real one",
  CategoryAdherence: "Share of synthetic values whose category the real column has",
  KeyUniqueness: "Share of synthetic ids that are neither missing nor repeated",
  MissingAdherence: "Share of values that are present, where no real value is missing",
  FormatAdherence: "Share of synthetic values written as the real ones are",
};

/** Returns what a method measures, without a full stop; undefined for a name that is not in the table. */
export function methodMeaning(name: string): string | undefined {
  return own(methods, name);
}

export const methodNames: readonly string[] = Object.keys(methods);
