import {
  inEnglish,
  inLanguage,
  type Language,
  say,
  saySentence,
  sayText,
  wholeNumber,
} from "../../language/language.ts";
import { metricInterval, metricValue, score, verdictScore } from "../../metrics/formatScore.ts";
import { verdictSections } from "../../metrics/sections.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type { NextStep } from "../../protocol/sharing.ts";
import { findingGroups } from "../findingGroups.ts";
import { findingTitle } from "../findingTitle.ts";
import { gateText } from "../gateText.ts";
import { bestExplained, keyFigures } from "../keyFigures.ts";
import { reportNames } from "../reportNames.ts";
import { setFlag } from "../setFlag.ts";
import { verdictSentence } from "../verdictSentence.ts";
import { goodChecks } from "./goodChecks.ts";
import { escapeMarkdown, markdownTable } from "./markdownParts.ts";

/** A short summary for a pull request: verdict, gates, key figures beside their best reachable values, weakest columns, warnings. */
export function reportMarkdown(report: ReportJson, language: Language = inEnglish): string {
  return inLanguage(language, reportNames(report), () => page(report));
}

function page(report: ReportJson): string {
  return [
    `## ${say("Synthetic data quality")}: ${escapeMarkdown(report.tables.synthetic.name)}`,
    sharingText(report),
    escapeMarkdown(saySentence(report.verdict.summary)),
    verdictTable(report),
    gateTable(report),
    figureTable(report),
    weakestColumns(report),
    noteList(report),
    `<sub>${sizes(report.tables)} · ${escapeMarkdown(report.generator)} · ${escapeMarkdown(report.created)}</sub>`,
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function sizes({ real, synthetic, holdout }: ReportJson["tables"]): string {
  const rows = say(
    "{0} synthetic against {1} real rows",
    wholeNumber(synthetic.rows),
    wholeNumber(real.rows),
  );
  return `${rows}, ${holdout === null ? say("no holdout") : say("{0} held out", wholeNumber(holdout.rows))}`;
}

/** "May I share this?", what is not good, and what helps. */
function sharingText({ sharing }: ReportJson): string {
  if (sharing === undefined) return "";
  const { answer, sentence, reasons, findings, good } = sharing;
  const points =
    answer === "yes"
      ? reasons.map((reason) => `- ${escapeMarkdown(saySentence(reason))}`)
      : findingGroups(findings).flatMap((group) => [
          ...group.findings.map(
            (found) =>
              `- **${escapeMarkdown(findingTitle(found))}** (${found.status === "unknown" ? say("not known") : sayText(found.status)}): ${escapeMarkdown(saySentence(found.text))}`,
          ),
          ...group.steps.map((step) => `  - ${escapeMarkdown(saySentence(step.text))}${flags(step)}`),
        ]);
  const lines = [`**${say("May I share this?")}** ${escapeMarkdown(saySentence(sentence))}`, "", ...points];
  const checks = goodChecks(good, findings.length > 0);
  return [...lines, ...(checks === "" ? [] : ["", checks])].join("\n");
}

/** The flags as code; names that would end the code are left to the sentence. */
function flags({ edits }: NextStep): string {
  const text = edits.map(setFlag).join(" ");
  return text === "" || /[`|<\p{Cc}]/u.test(text) ? "" : ` \`${text}\``;
}

function verdictTable(report: ReportJson): string {
  const rows = verdictSections.map((name) => {
    const { score, grade } = report.verdict[name];
    const shown = score === null ? "–" : `**${verdictScore(score)}**`;
    return [capital(sayText(name)), shown, sayText(grade), verdictSentence(report, name)];
  });
  return markdownTable(["", sayText("Score"), sayText("Grade"), ""], rows);
}

function gateTable({ gates }: ReportJson): string {
  if (gates.length === 0) return "";
  const failed = gates.filter((g) => !g.passed).length;
  const head =
    failed === 0
      ? say("All {0} gates passed.", gates.length)
      : say("{0} of {1} gates failed.", failed, gates.length);
  const rows = gates
    .toSorted((a, b) => Number(a.passed) - Number(b.passed))
    .map((g) => [g.passed ? "✅" : "❌", g.metric, gateText(g)]);
  return `**${head}**\n\n${markdownTable(["", say("Gate"), ""], rows)}`;
}

function figureTable(report: ReportJson): string {
  const mark = { good: "", watch: " ⚠️", bad: " ❌" };
  const figures = keyFigures(report);
  if (figures.length === 0) return "";
  const rows = figures.map((f) => [
    f.label,
    metricValue(f.format, f.value) +
      (f.interval === null ? "" : ` (${metricInterval(f.format, f.interval)})`) +
      (f.status === null ? "" : mark[f.status]),
    metricValue(f.format, f.best),
  ]);
  const head = ["Measure", "Value", "Best reachable"].map(sayText);
  return `${markdownTable(head, rows)}\n\n<sub>${bestExplained(report)} ${say("In brackets: the 99.7 % intervals that decide the marks.")}</sub>`;
}

function weakestColumns({ fidelity }: ReportJson): string {
  const weakest = (fidelity?.columnShapes.columns ?? [])
    .filter((c) => c.score !== null && c.score < (c.ceiling ?? 1) - 0.05)
    .toSorted((a, b) => a.score! - b.score!)
    .slice(0, 5);
  if (weakest.length === 0) return "";
  const list = weakest.map((c) => `${escapeMarkdown(c.column)} (${score(c.score)})`).join(", ");
  return say("Weakest columns: {0}.", list);
}

function noteList({ notes }: ReportJson): string {
  const marks = { alarm: "🚨", warning: "⚠️", info: "" };
  return notes
    .filter((n) => n.level !== "info")
    .map((n) => `- ${marks[n.level]} ${escapeMarkdown(saySentence(n.text))}`)
    .join("\n");
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
