import { detectsAnything } from "../metrics/detectionSentence.ts";
import { isMetricKey, metricTable } from "../metrics/metricTable.ts";
import type { Explained } from "../protocol/metric.ts";
import type { AttackRisk, Privacy, ReportJson, Verdict, VerdictScore } from "../protocol/report.ts";
import { finiteOrNull } from "./finite.ts";
import { gradeOf, percent, unknown } from "./grades.ts";
import { judgeUtility } from "./utility/judgeUtility.ts";

type Judged = Pick<
  ReportJson,
  "tables" | "target" | "diagnostic" | "fidelity" | "utility" | "privacy" | "measures" | "notes"
> & {
  /** Columns whose config lets values of single rows through (`minCategoryCount: 1`). */
  readonly unprotected?: readonly string[];
};

/**
 * Three scores in [0, 1] with a grade and a sentence each; formulas in `docs/report.md`. Fidelity and utility are relative to the best
 * reachable value, privacy is its weakest part.
 */
export function judgeReport(report: Judged): Verdict {
  const fidelity = judgeFidelity(report);
  const utility = judgeUtility(report);
  const privacy = judgePrivacy(report);
  return { fidelity, utility, privacy, summary: summarize(fidelity, utility, privacy) };
}

function judgeFidelity({ tables, fidelity, diagnostic }: Judged): VerdictScore {
  if (fidelity === null) return unknown("Fidelity was not computed.");
  const { columnShapes, columnPairTrends, accuracy, wnmis, detection } = fidelity;
  // what a handful of held-out rows reaches is no yardstick: everything would pass
  const yardstick = (tables.holdout?.rows ?? 0) >= fewRows && columnShapes.ceiling !== null;
  const ceilingOf = (ceiling: number | null | undefined) => (yardstick ? (ceiling ?? null) : null);
  const parts: readonly { name: string; weight: number; ratio: number | null }[] = [
    {
      name: "the single columns",
      weight: 0.25,
      ratio: relative(columnShapes.score, ceilingOf(columnShapes.ceiling)),
    },
    {
      name: "pairs of columns",
      weight: 0.25,
      ratio: relative(columnPairTrends.scoreCommonBins, ceilingOf(columnPairTrends.ceilingCommonBins)),
    },
    {
      name: "combinations of three columns",
      weight: 0.2,
      ratio: relative(
        accuracy?.trivariate.value ?? null,
        ceilingOf(accuracy?.trivariate.ceiling) ?? accuracy?.trivariate.expectedMaximum ?? null,
      ),
    },
    {
      name: "the dependence between columns",
      weight: 0.15,
      ratio: relative(wnmis.value, ceilingOf(wnmis.ceiling)),
    },
    {
      name: wholeRows,
      weight: 0.15,
      ratio: relative(
        detection.boosting?.score ?? null,
        detectionCeiling(ceilingOf(detection.boosting?.ceiling)),
      ),
    },
  ];
  const known = parts.filter((p): p is (typeof parts)[number] & { ratio: number } => p.ratio !== null);
  if (known.length === 0)
    return unknown("Nothing could be compared: the tables share no column with values.");
  const weight = known.reduce((sum, p) => sum + p.weight, 0);
  const score = (known.reduce((sum, p) => sum + p.weight * p.ratio, 0) / weight) * (diagnostic?.score ?? 1);
  // a detector that is not surely better than guessing shows no weakness
  const detected = detection.boosting !== null && detectsAnything(detection.boosting);
  const weakest = known
    .filter(({ name }) => detected || name !== wholeRows)
    .reduce<(typeof known)[number] | null>((a, b) => (a === null || b.ratio < a.ratio ? b : a), null);
  const grade = gradeOf(score);
  const against = yardstick ? "what unseen real rows reach" : "a perfect copy of the distributions";
  const weak =
    weakest !== null && weakest.ratio < 0.95
      ? ` Weakest: ${weakest.name} (${percent(weakest.ratio)} of the best reachable).`
      : "";
  const few =
    Math.min(tables.real.rows, tables.synthetic.rows) < fewRows
      ? " Chance weighs heavily on so few rows."
      : "";
  return {
    score,
    grade,
    sentence: `The synthetic data reaches ${percent(score)} of ${against}.${weak}${few}`,
  };
}

const wholeRows = "whole rows, which a classifier can distinguish";

/** Tables below this size are warned about, and a holdout below it is no yardstick. */
export const fewRows = 50;

function judgePrivacy({ privacy, measures, notes, unprotected = [] }: Judged): VerdictScore {
  if (privacy === null) return unknown("Privacy was not computed.");
  if (notes.some((n) => n.level === "alarm" && n.section === "privacy"))
    return {
      score: 0,
      grade: "poor",
      sentence: "The synthetic table is the real table: nothing is protected, do not share it.",
    };
  if (unprotected.length > 0)
    return {
      score: 0.5,
      grade: "poor",
      sentence: `Values of single people are let through: minCategoryCount is 1 for ${listed(unprotected)}. Do not share this table; leave minCategoryCount out to protect them.`,
    };
  const parts = [...privacyParts(privacy), ...measuredParts(measures)].filter(
    (p): p is PrivacyPart & { score: number } => p.score !== null,
  );
  if (parts.length === 0) return unknown("There was nothing to measure privacy by.");
  const weakest = parts.reduce((a, b) => (b.score < a.score ? b : a));
  if (!isAttacked(privacy) && gradeOf(weakest.score) !== "poor")
    return unknown(
      "No attack could be run on these tables, so what they give away is not known: more rows, or a holdout, are needed.",
    );
  const overlaps = notes.some((n) => n.level === "warning" && n.section === "privacy");
  const tested = !overlaps && (privacy.dcrShare !== null || privacy.membershipInference !== null);
  const score = tested ? weakest.score : Math.min(weakest.score, untestedLimit);
  const grade = gradeOf(score);
  const why = overlaps ? "With a holdout that holds training rows" : "Without a holdout";
  const untested = tested ? "" : ` ${why}, memorizing cannot be distinguished from learning.`;
  return { score, grade, sentence: privacySentence(parts, weakest, tested) + untested };
}

/** Something tried to learn about the training rows; that no copies were seen says little. */
function isAttacked({
  dcrShare,
  membershipInference,
  singlingOut,
  linkability,
  attributeInference,
}: Privacy): boolean {
  const risks = [singlingOut?.univariate, singlingOut?.multivariate, linkability, attributeInference?.worst];
  return [dcrShare, membershipInference, ...risks].some((attack) => attack !== null && attack !== undefined);
}

function listed(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more columns` : "";
  return `${names.slice(0, 3).join(", ")}${more}`;
}

type ScoredPart = PrivacyPart & { readonly score: number };

function privacySentence(parts: readonly ScoredPart[], weakest: ScoredPart, tested: boolean): string {
  const edge = parts
    .filter(({ status, aboveChance }) => status === "good" && aboveChance === true)
    .toSorted((a, b) => a.score - b.score)[0];
  if (weakest.status === "good" && edge !== undefined)
    return `No attack learns clearly more about the training rows than about rows never seen. Slightly above chance, too little to act on: ${edge.name}.`;
  if (weakest.score >= 0.95)
    return tested
      ? "No attack learns more about the training rows than about rows never seen."
      : "No copies of training rows and no rare categories were found.";
  if (weakest.status === "good")
    return `No attack clearly learns more about the training rows than chance explains; least certain: ${weakest.name}.`;
  return weakest.score >= 0.7
    ? `Weakest point: ${weakest.name}; look at it before sharing.`
    : `Do not share yet: the table reveals training rows. Weakest point: ${weakest.name}.`;
}

const untestedLimit = 0.9;
const rareLimit = 0.75;

interface PrivacyPart {
  readonly name: string;
  readonly status: Explained["status"];
  readonly score: number | null;
  /** The 95 % interval of the attack excludes what guessing reaches. */
  readonly aboveChance?: boolean;
}

/**
 * Each in [0, 1]: how much of a clearly unacceptable leak is not there, from the kinder end of its interval; kept within the grades of
 * its status, so that no score contradicts what the findings say.
 */
function privacyParts(privacy: Privacy): PrivacyPart[] {
  const { exactCopies, dcrShare, membershipInference, singlingOut, linkability, attributeInference } =
    privacy;
  const part = (name: string, found: Explained, score: number | null, aboveChance = false): PrivacyPart => ({
    name,
    status: found.status,
    score: score === null ? null : within(score, found.status),
    aboveChance,
  });
  // without the control attack a risk is mostly general knowledge, which useful data must hold
  const risk = (name: string, found: AttackRisk | null | undefined): PrivacyPart[] =>
    found
      ? [
          part(
            name,
            found,
            found.controlRate === null ? null : 1 - found.interval[0] / 0.5,
            found.interval[0] > 0,
          ),
        ]
      : [];
  return [
    part(
      "copies of training rows",
      exactCopies,
      1 - Math.max(0, exactCopies.share - (exactCopies.ceiling ?? 0)) / 0.2,
    ),
    ...(dcrShare
      ? [
          part(
            "synthetic rows close to training rows (DCR share)",
            dcrShare,
            1 - Math.max(0, dcrShare.interval[0] - 0.5) / 0.25,
            dcrShare.interval[0] > 0.5,
          ),
        ]
      : []),
    ...(membershipInference
      ? [
          part(
            "membership inference",
            membershipInference,
            1 - Math.max(0, membershipInference.aucInterval[0] - 0.5) / 0.25,
            membershipInference.aucInterval[0] > 0.5,
          ),
        ]
      : []),
    ...risk("singling out by one column", singlingOut?.univariate),
    ...risk("singling out by several columns", singlingOut?.multivariate),
    ...risk("linkability", linkability),
    ...risk("attribute inference", attributeInference?.worst),
    // a rare category may be a person's name or a small town: someone has to look
    {
      name: "rare categories",
      status: privacy.rareCategories.status,
      score: Math.max(rareLimit, within(1, privacy.rareCategories.status)),
    },
    ...privacy.disclosureProtection.map((d) =>
      part(`disclosure of ${d.column}`, d, d.value === null ? null : 1),
    ),
  ];
}

/** A metric with a status of its own counts as far as its status goes. */
function measuredParts(measures: Judged["measures"] = {}): PrivacyPart[] {
  return Object.entries(measures).flatMap(([key, { status }]) => {
    if (!isMetricKey(key) || metricTable[key].section !== "privacy" || status === undefined) return [];
    const { title } = metricTable[key];
    return [{ name: lowerFirst(title), status, score: within(1, status) }];
  });
}

function lowerFirst(text: string): string {
  return `${text[0]!.toLowerCase()}${text.slice(1)}`;
}

function within(score: number, status: Explained["status"]): number {
  const [low, high] = rangeOf[status];
  return Math.min(Math.max(low, score), high);
}

const rangeOf = { good: [0.85, 1], watch: [0, 0.9], bad: [0, 0.6] } as const;

/** Advice where fidelity is poor. */
export const trainLonger = "Train longer or try another model before relying on it.";

function summarize(fidelity: VerdictScore, utility: VerdictScore, privacy: VerdictScore): string {
  const parts = [
    ["fidelity", fidelity.grade],
    ["utility", utility.grade],
    ["privacy", privacy.grade],
  ].filter(([, grade]) => grade !== "unknown");
  if (parts.length === 0) return "Nothing could be judged; the notes say why.";
  const grades = parts.map(([name, grade]) => `${name} is ${grade}`).join(", ");
  const advice =
    privacy.grade === "poor"
      ? "Do not share this table before the privacy findings are dealt with."
      : fidelity.grade === "poor"
        ? trainLonger
        : privacy.grade === "unknown"
          ? "Its privacy has not been judged."
          : "";
  const sentence = `${grades[0]!.toUpperCase()}${grades.slice(1)}.`;
  return advice === "" ? sentence : `${sentence} ${advice}`;
}

/** value ÷ ceiling in [0, 1]; the value itself without a ceiling. */
function relative(value: number | null, ceiling: number | null): number | null {
  if (value === null) return null;
  return finiteOrNull(Math.min(1, Math.max(0, ceiling === null || ceiling <= 0 ? value : value / ceiling)));
}

function detectionCeiling(auc: number | null | undefined): number | null {
  return auc === null || auc === undefined ? null : 1 - (2 * Math.max(auc, 0.5) - 1);
}
