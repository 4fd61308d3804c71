import { metricKeys, metricTable, readMetric } from "../../metrics/metricTable.ts";
import { verdictSections } from "../../metrics/sections.ts";
import type { Explained } from "../../protocol/metric.ts";
import type { Sharing, SharingFinding } from "../../protocol/sharing.ts";
import { addHoldout, addSection, nextSteps, protectAll, type SharedReport } from "./nextSteps.ts";
import { type ReportSettings, unprotectedColumns } from "./reportSettings.ts";

/**
 * Answers "May I share this?" from the verdict: privacy unknown cannot be told, poor is no; fair, or anything to watch in any
 * section, is yes with care; else yes. With each finding come the changes of the config that help.
 */
export function judgeSharing(report: SharedReport, settings?: ReportSettings): Sharing {
  const checks = metricKeys.flatMap((key) => {
    const { title } = metricTable[key];
    const { status, meaning, about } = readMetric(report, key);
    return status === null
      ? []
      : [{ key, title: about === null ? title : `${title}, ${about}`, status, meaning }];
  });
  const findings: SharingFinding[] = [
    ...circumstances(report, settings),
    ...gradeFindings(report, settings),
    ...checks
      .filter((check): check is typeof check & { status: "watch" | "bad" } => check.status !== "good")
      .map(({ key, title, status, meaning }) => ({
        key,
        title,
        status,
        text: meaning ?? plainFault(report),
        steps: nextSteps(key, report, settings),
      })),
  ].sort((a, b) => severity[b.status] - severity[a.status]);
  const answer = answerOf(report, findings);
  return {
    answer,
    sentence: sentences[answer],
    reasons: reasonsOf(report, answer, findings),
    findings,
    good: checks.filter(({ status }) => status === "good").length,
  };
}

const severity = { watch: 0, unknown: 1, bad: 2 } as const;

const sentences: Readonly<Record<Sharing["answer"], string>> = {
  yes: "Yes. Nothing that was measured speaks against sharing this table.",
  care: "Yes, with care. Look at what follows before you share this table.",
  no: "No. Do not share this table as it is.",
  unknown: "This cannot be judged: the privacy of this table was not measured.",
};

function answerOf({ verdict, notes }: SharedReport, findings: readonly SharingFinding[]): Sharing["answer"] {
  const { grade } = verdict.privacy;
  if (grade === "poor" || notes.some(({ level }) => level === "alarm")) return "no";
  if (grade === "unknown") return "unknown";
  return grade === "fair" || findings.length > 0 ? "care" : "yes";
}

/** What limits the report as a whole. */
function circumstances(report: SharedReport, settings: ReportSettings | undefined): SharingFinding[] {
  const context = settings && { report, settings };
  const present = <T>(steps: readonly (T | null | undefined)[]): T[] =>
    steps.filter((step) => step !== null && step !== undefined);
  if (report.privacy === null)
    return [
      {
        key: "privacy",
        title: "Privacy",
        status: "unknown",
        text: report.verdict.privacy.sentence,
        steps: present([context && addSection(context, "privacy")]),
      },
    ];
  const unprotected: SharingFinding[] =
    context && unprotectedColumns(settings).length > 0
      ? [
          {
            key: "unprotected",
            title: "Values of single people",
            status: "bad",
            text: report.verdict.privacy.sentence,
            steps: present([protectAll(context)]),
          },
        ]
      : [];
  if (report.tables.holdout !== null) return unprotected;
  return [
    ...unprotected,
    {
      key: "holdout",
      title: "No holdout",
      status: "watch",
      text: "Without rows that the generator never saw, memorizing a person cannot be distinguished from knowing the population.",
      steps: present([context && addHoldout(context)]),
    },
  ];
}

/** Sections of quality that are fair or poor: safe to share, but not to rely on. */
function gradeFindings(report: SharedReport, settings: ReportSettings | undefined): SharingFinding[] {
  return verdictSections
    .filter((section) => section !== "privacy")
    .flatMap((section): SharingFinding[] => {
      const { grade, sentence } = report.verdict[section];
      if (grade !== "fair" && grade !== "poor") return [];
      return [
        {
          key: section,
          title: `${metricTable[section].title} is ${grade}`,
          status: grade === "poor" ? "bad" : "watch",
          text: sentence,
          steps: nextSteps(section, report, settings),
        },
      ];
    });
}

const maxReasons = 3;

function reasonsOf(
  report: SharedReport,
  answer: Sharing["answer"],
  findings: readonly SharingFinding[],
): string[] {
  const alarms = report.notes.filter(({ level }) => level === "alarm").map(({ text }) => text);
  if (answer !== "yes") return [...alarms, ...findings.map(({ text }) => text)].slice(0, maxReasons);
  const good = (["exactCopies", "rareCategories"] as const)
    .map((key) => readMetric(report, key))
    .flatMap(({ status, meaning }) =>
      status === ("good" satisfies Explained["status"]) && meaning !== null ? [meaning] : [],
    );
  return [report.verdict.privacy.sentence, ...good].slice(0, maxReasons);
}

function plainFault({ diagnostic }: SharedReport): string {
  const failing = [
    ...new Set(diagnostic?.columns.filter(({ score }) => score !== null && score < 1).map((c) => c.column)),
  ];
  const where =
    failing.length === 0
      ? "the columns of both tables differ"
      : `look at ${failing.slice(0, 3).join(", ")}${failing.length > 3 ? ` and ${failing.length - 3} more columns` : ""}`;
  return `Some values or columns are not as in the real table: ${where}.`;
}
