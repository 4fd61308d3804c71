import type { AttackRisk, ReportJson } from "../protocol/report.ts";

export interface KeyFigure {
  readonly section: "diagnostic" | "fidelity" | "utility" | "privacy";
  readonly label: string;
  readonly value: number | null;
  /** The value of unseen real rows (utility: of models learnt from real rows); null when there is none. */
  readonly best: number | null;
  readonly status: "good" | "watch" | "bad" | null;
  /** 95 %, where there is one. */
  readonly interval: readonly [number, number] | null;
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
    figure(
      "privacy",
      "DCR share (0.5 best)",
      dcrShare?.value,
      dcrShare ? 0.5 : null,
      dcrShare?.status,
      dcrShare?.interval,
    ),
    figure(
      "privacy",
      "Membership inference AUC (0.5 best)",
      membershipInference?.auc,
      membershipInference ? 0.5 : null,
      membershipInference?.status,
      membershipInference?.aucInterval,
    ),
    riskFigure("Singling-out risk", worstSingling),
    riskFigure("Linkability risk", linkability),
    riskFigure("Attribute inference risk", attributeInference?.worst),
    figure(
      "privacy",
      "Rare categories leaked",
      privacy.rareCategories.leaked,
      0,
      privacy.rareCategories.status,
    ),
  ].filter((f) => f.value !== null);
}

function riskFigure(label: string, risk: AttackRisk | null | undefined): KeyFigure {
  return figure("privacy", label, risk?.risk, risk ? 0 : null, risk?.status, risk?.interval);
}

function figure(
  section: KeyFigure["section"],
  label: string,
  value: number | null | undefined,
  best: number | null | undefined,
  status: KeyFigure["status"] | undefined = null,
  interval: KeyFigure["interval"] | undefined = null,
): KeyFigure {
  const goal = label.includes("0.5 best") ? "half" : section === "privacy" ? "low" : "high";
  return {
    section,
    label,
    value: value ?? null,
    best: best ?? null,
    status: status ?? null,
    interval: interval ?? null,
    goal,
  };
}

/** What the column of best values holds, for below a table of key figures. */
export function bestExplained(report: ReportJson): string {
  const held =
    report.tables.holdout === null
      ? "known only with a holdout"
      : "what real rows the generator never saw reach against the training rows";
  return `best: ${held} (utility: models learnt from real rows). Reaching it is as good as it gets.`;
}

/** `0.01 … 0.2` */
export function showInterval([low, high]: readonly [number, number]): string {
  return `${showFigure(low)} … ${showFigure(high)}`;
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

/** A verdict's score out of 100, rounded down: 100 only when it is perfect, and never the number of a better grade. */
export function showScore(score: number | null): string {
  return score === null ? "–" : String(Math.floor(score * 100 + 1e-9));
}
