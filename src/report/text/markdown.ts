import { metricInterval, metricValue, score, verdictScore } from "../../metrics/formatScore.ts";
import { verdictSections } from "../../metrics/sections.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type { NextStep } from "../../protocol/sharing.ts";
import { findingGroups } from "../findingGroups.ts";
import { bestExplained, keyFigures } from "../keyFigures.ts";
import { setFlag } from "../setFlag.ts";
import { verdictSentence } from "../verdictSentence.ts";
import { goodChecks } from "./goodChecks.ts";

/** A short summary for a pull request: verdict, gates, key figures beside their best reachable values, weakest columns, warnings. */
export function reportMarkdown(report: ReportJson): string {
  return [
    `## Synthetic data quality: ${escapeMarkdown(report.tables.synthetic.name)}`,
    sharingText(report),
    escapeMarkdown(report.verdict.summary),
    verdictTable(report),
    gateTable(report),
    figureTable(report),
    weakestColumns(report),
    noteList(report),
    `<sub>${count(report.tables.synthetic.rows)} synthetic against ${count(report.tables.real.rows)} real rows${
      report.tables.holdout === null ? ", no holdout" : `, ${count(report.tables.holdout.rows)} held out`
    } · ${escapeMarkdown(report.generator)} · ${escapeMarkdown(report.created)}</sub>`,
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

/** "May I share this?", what is not good, and what helps. */
function sharingText({ sharing }: ReportJson): string {
  if (sharing === undefined) return "";
  const { answer, sentence, reasons, findings, good } = sharing;
  const points =
    answer === "yes"
      ? reasons.map((reason) => `- ${escapeMarkdown(reason)}`)
      : findingGroups(findings).flatMap((group) => [
          ...group.findings.map(
            ({ title, status, text }) =>
              `- **${escapeMarkdown(title)}** (${status === "unknown" ? "not known" : status}): ${escapeMarkdown(text)}`,
          ),
          ...group.steps.map((step) => `  - ${escapeMarkdown(step.text)}${flags(step)}`),
        ]);
  const lines = [`**May I share this?** ${escapeMarkdown(sentence)}`, "", ...points];
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
    return [capital(name), shown, grade, verdictSentence(report, name)];
  });
  return table(["", "Score", "Grade", ""], rows);
}

function gateTable({ gates }: ReportJson): string {
  if (gates.length === 0) return "";
  const failed = gates.filter((g) => !g.passed).length;
  const head =
    failed === 0 ? `**All ${gates.length} gates passed.**` : `**${failed} of ${gates.length} gates failed.**`;
  const rows = gates
    .toSorted((a, b) => Number(a.passed) - Number(b.passed))
    .map((g) => [g.passed ? "✅" : "❌", g.metric, g.message]);
  return `${head}\n\n${table(["", "Gate", ""], rows)}`;
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
  return `${table(["Measure", "Value", "Best reachable"], rows)}\n\n<sub>${bestExplained(report)} In brackets: the 99.7 % intervals that decide the marks.</sub>`;
}

function weakestColumns({ fidelity }: ReportJson): string {
  const weakest = (fidelity?.columnShapes.columns ?? [])
    .filter((c) => c.score !== null && c.score < (c.ceiling ?? 1) - 0.05)
    .toSorted((a, b) => a.score! - b.score!)
    .slice(0, 5);
  if (weakest.length === 0) return "";
  return `Weakest columns: ${weakest.map((c) => `${escapeMarkdown(c.column)} (${score(c.score)})`).join(", ")}.`;
}

function noteList({ notes }: ReportJson): string {
  const marks = { alarm: "🚨", warning: "⚠️", info: "" };
  return notes
    .filter((n) => n.level !== "info")
    .map((n) => `- ${marks[n.level]} ${escapeMarkdown(n.text)}`)
    .join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(escapeCell)))].join(
    "\n",
  );
}

/** Bold of our own stays; what came from data cannot open a cell, a tag, a link or code. */
function escapeCell(text: string): string {
  return text.startsWith("**") ? text : escapeMarkdown(text);
}

function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|#~@]/g, (c) => (c === "<" ? "&lt;" : c === "@" ? "&#64;" : `\\${c}`));
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
