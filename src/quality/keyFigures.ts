import type { ReportJson } from "../protocol/report.ts";

export interface KeyFigure {
  readonly section: "diagnostic" | "fidelity" | "utility" | "privacy";
  readonly label: string;
  readonly value: number | null;
  /** The value of unseen real rows (utility: of models learnt from real rows); null when there is none. */
  readonly best: number | null;
  readonly status: "good" | "watch" | "bad" | null;
  /** Which way is better. `half`: nearer to 0.5. */
  readonly goal: "high" | "low" | "half";
}

/** The dozen numbers a short summary shows, in reading order; sections that are missing are left out. */
export function keyFigures(report: ReportJson): KeyFigure[] {
  return [
    ...diagnosticFigures(report),
    ...fidelityFigures(report),
    ...utilityFigures(report),
    ...privacyFigures(report),
  ];
}

function diagnosticFigures({ diagnostic }: ReportJson): KeyFigure[] {
  if (diagnostic === null) return [];
  return [
    figure(
      "diagnostic",
      "Valid values and structure",
      diagnostic.score,
      1,
      diagnostic.score < 1 ? "watch" : "good",
    ),
  ];
}

function fidelityFigures({ fidelity }: ReportJson): KeyFigure[] {
  if (fidelity === null) return [];
  const { columnShapes, columnPairTrends, accuracy, wnmis, detection } = fidelity;
  return [
    figure("fidelity", "Column shapes", columnShapes.score, columnShapes.ceiling),
    figure("fidelity", "Column pair trends", columnPairTrends.score, columnPairTrends.ceiling),
    figure(
      "fidelity",
      "Column pair trends, all pairs",
      columnPairTrends.scoreAllPairs,
      columnPairTrends.ceilingAllPairs,
    ),
    figure(
      "fidelity",
      "Accuracy of 1, 2, 3 columns",
      accuracy?.overall.value,
      accuracy?.overall.ceiling ?? accuracy?.overall.expectedMaximum,
    ),
    figure("fidelity", "Mutual information kept", wnmis.value, wnmis.ceiling),
    figure(
      "fidelity",
      "Detection AUC, boosting (0.5 best)",
      detection.boosting?.auc,
      detection.boosting?.ceiling,
    ),
    figure(
      "fidelity",
      "Detection AUC, logistic (0.5 best)",
      detection.logistic?.auc,
      detection.logistic?.ceiling,
    ),
  ].filter((f) => f.value !== null);
}

function utilityFigures({ utility }: ReportJson): KeyFigure[] {
  return (utility?.models ?? []).map((m) =>
    figure("utility", `${MODEL_NAMES[m.model]}, ${m.metric === "auc" ? "AUC" : "R²"}`, m.tstr, m.trtr),
  );
}

export const MODEL_NAMES = {
  gradientBoosting: "Gradient boosting",
  randomForest: "Random forest",
  logisticRegression: "Logistic regression",
  ridgeRegression: "Ridge regression",
} as const;

function privacyFigures({ privacy }: ReportJson): KeyFigure[] {
  if (privacy === null) return [];
  const { exactCopies, dcrShare, membershipInference, singlingOut, linkability, attributeInference } =
    privacy;
  const worstSingling =
    singlingOut === null || singlingOut.univariate.risk > singlingOut.multivariate.risk
      ? singlingOut?.univariate
      : singlingOut.multivariate;
  return [
    figure("privacy", "Exact copies", exactCopies.share, exactCopies.ceiling, exactCopies.status),
    figure("privacy", "DCR share (0.5 best)", dcrShare?.value, dcrShare ? 0.5 : null, dcrShare?.status),
    figure(
      "privacy",
      "Membership inference AUC (0.5 best)",
      membershipInference?.auc,
      membershipInference ? 0.5 : null,
      membershipInference?.status,
    ),
    figure(
      "privacy",
      "Singling-out risk",
      worstSingling?.risk,
      worstSingling ? 0 : null,
      worstSingling?.status,
    ),
    figure("privacy", "Linkability risk", linkability?.risk, linkability ? 0 : null, linkability?.status),
    figure(
      "privacy",
      "Attribute inference risk",
      attributeInference?.worst.risk,
      attributeInference ? 0 : null,
      attributeInference?.worst.status,
    ),
    figure(
      "privacy",
      "Rare categories leaked",
      privacy.rareCategories.leaked,
      0,
      privacy.rareCategories.status,
    ),
  ].filter((f) => f.value !== null);
}

function figure(
  section: KeyFigure["section"],
  label: string,
  value: number | null | undefined,
  best: number | null | undefined,
  status: KeyFigure["status"] | undefined = null,
): KeyFigure {
  const goal = label.includes("0.5 best") ? "half" : section === "privacy" ? "low" : "high";
  return { section, label, value: value ?? null, best: best ?? null, status: status ?? null, goal };
}

/** Four decimals at most, never rounded up to a perfect 1 or 0; a dash for null. */
export function showFigure(value: number | null): string {
  if (value === null) return "–";
  if (Number.isInteger(value)) return String(value);
  const rounded = value.toFixed(3);
  if (Number(rounded) === 1 && value < 1) return ">0.999";
  if (Number(rounded) === 0) return value > 0 ? "<0.001" : ">-0.001";
  return rounded;
}

/** A verdict's score out of 100; 100 only when it is perfect. */
export function showScore(score: number | null): string {
  if (score === null) return "–";
  const rounded = Math.round(score * 100);
  return String(rounded === 100 && score < 1 ? 99 : rounded);
}
