import { metricInterval, metricValue, verdictScore } from "../../metrics/formatScore.ts";
import { verdictSections } from "../../metrics/sections.ts";
import type { Note, ReportJson, VerdictScore } from "../../protocol/report.ts";
import { findingGroups } from "../findingGroups.ts";
import { bestExplained, type KeyFigure, keyFigures } from "../keyFigures.ts";
import { setFlag } from "../setFlag.ts";
import { verdictSentence } from "../verdictSentence.ts";
import { goodChecks } from "./goodChecks.ts";

/**
 * The report as plain text for a terminal, at most `width` columns of prose: verdict, key figures beside their best reachable values,
 * gates, notes. No trailing newline.
 */
export function reportTerminalTable(
  report: ReportJson,
  { color = false, width = 100 }: { readonly color?: boolean; readonly width?: number } = {},
): string {
  const paint = color
    ? (code: number, text: string) => `\u001b[${code}m${text}\u001b[0m`
    : (_: number, text: string) => text;
  const lines: string[] = [];
  lines.push(paint(1, "Quality report"), clean(tablesLine(report.tables)), "");
  lines.push(...sharingLines(report, width, paint));
  for (const name of verdictSections) {
    const { score, grade } = report.verdict[name];
    const head = `${name.padEnd(9)} ${verdictScore(score).padStart(3)}  ${grade.padEnd(9)}  `;
    const [first = "", ...rest] = wrap(
      clean(verdictSentence(report, name)),
      Math.max(30, width - head.length),
    );
    lines.push(
      paint(gradeColors[grade], head) + first,
      ...rest.map((line) => " ".repeat(head.length) + line),
    );
  }

  const figures = keyFigures(report);
  if (figures.length > 0) {
    const labelWidth = Math.max(...figures.map((f) => f.label.length));
    lines.push("", paint(2, `${"".padEnd(labelWidth + 12)}    value     best`));
    let section = "";
    for (const f of figures) {
      const shown = f.section === section ? "" : f.section;
      section = f.section;
      const row = `${shown.padEnd(10)}  ${f.label.padEnd(labelWidth)}  ${metricValue(f.format, f.value).padStart(7)}  ${metricValue(f.format, f.best).padStart(7)}`;
      lines.push(row + besides(f, paint));
    }
    if (figures.some((f) => f.section === "fidelity" || f.section === "utility"))
      for (const line of wrap(bestExplained(report), width)) lines.push(paint(2, line));
  }

  if (report.gates.length > 0) {
    lines.push("");
    for (const gate of report.gates)
      lines.push(`${gate.passed ? paint(32, "pass") : paint(31, "FAIL")}  ${clean(gate.message)}`);
  }
  if (report.notes.length > 0) {
    lines.push("");
    for (const note of report.notes) {
      const [first = "", ...rest] = wrap(clean(note.text), Math.max(30, width - 9));
      lines.push(
        paint(noteColors[note.level], note.level.padEnd(9)) + first,
        ...rest.map((line) => " ".repeat(9) + line),
      );
    }
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

function besides(f: KeyFigure, paint: (code: number, text: string) => string): string {
  const mark = f.status === null ? "" : paint(statusColors[f.status], statusMarks[f.status]);
  return f.interval === null
    ? mark
    : `${mark}${paint(2, `  (99.7 %: ${metricInterval(f.format, f.interval)})`)}`;
}

const gradeColors: Readonly<Record<VerdictScore["grade"], number>> = {
  excellent: 32,
  good: 32,
  fair: 33,
  poor: 31,
  unknown: 2,
};
const statusColors = { good: 32, watch: 33, bad: 31 } as const;
const statusMarks = { good: "  ok", watch: "  look at it", bad: "  bad" } as const;
const noteColors: Readonly<Record<Note["level"], number>> = { alarm: 31, warning: 33, info: 2 };

type Paint = (code: number, text: string) => string;

/** "May I share this?", what is not good, and the flags that help. */
function sharingLines({ sharing }: ReportJson, width: number, paint: Paint): string[] {
  if (sharing === undefined) return [];
  const { answer, sentence, reasons, findings, good } = sharing;
  const indented = (text: string, by: number, first = " ".repeat(by)): string[] =>
    wrap(clean(text), Math.max(30, width - by)).map((line, i) => (i === 0 ? first : " ".repeat(by)) + line);
  const lines = wrap(`May I share this? ${sentence}`, width).map((line) => paint(answerColors[answer], line));
  if (answer === "yes") lines.push(...reasons.flatMap((reason) => indented(reason, 2)));
  for (const group of findingGroups(findings)) {
    for (const { title, status, text } of group.findings)
      lines.push(...indented(`${status === "unknown" ? "not known" : status}: ${title}. ${text}`, 4, "  • "));
    for (const step of group.steps) {
      lines.push(...indented(step.text, 6, "    → "));
      if (step.edits.length > 0) lines.push(`      ${paint(2, clean(step.edits.map(setFlag).join(" ")))}`);
    }
  }
  const checks = goodChecks(good, findings.length > 0);
  if (checks !== "") lines.push(paint(2, `  ${checks}`));
  return [...lines, ""];
}

const answerColors = { yes: 32, care: 33, no: 31, unknown: 33 } as const;

/** Names come from files: control characters, escape sequences among them, must not reach the terminal. */
function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").replace(/\p{Cf}/gu, "");
}

function tablesLine({ real, synthetic, holdout }: ReportJson["tables"]): string {
  const against =
    synthetic.name === real.name
      ? `${real.name}: ${count(synthetic.rows)} synthetic rows against ${count(real.rows)} real ones`
      : `${synthetic.name} (${count(synthetic.rows)} rows) against ${real.name} (${count(real.rows)})`;
  if (holdout === null) return `${against}, no holdout`;
  return holdout.name === "holdout"
    ? `${against}, ${count(holdout.rows)} held out`
    : `${against}, holdout ${holdout.name} (${count(holdout.rows)})`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
