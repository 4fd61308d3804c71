import {
  decimal,
  inEnglish,
  inLanguage,
  type Language,
  say,
  saySentence,
  sayText,
  wholeNumber,
} from "../../language/language.ts";
import { metricInterval, metricValue, verdictScore } from "../../metrics/formatScore.ts";
import { verdictSections } from "../../metrics/sections.ts";
import type { Note, ReportJson, VerdictScore } from "../../protocol/report.ts";
import { findingGroups } from "../findingGroups.ts";
import { findingTitle } from "../findingTitle.ts";
import { gateText } from "../gateText.ts";
import { bestExplained, type KeyFigure, keyFigures } from "../keyFigures.ts";
import { reportNames } from "../reportNames.ts";
import { setFlag } from "../setFlag.ts";
import { verdictSentence } from "../verdictSentence.ts";
import { goodChecks } from "./goodChecks.ts";

interface Look {
  /** Of prose. */
  readonly width: number;
  /** Of the terminal, where there is one. */
  readonly columns: number;
  readonly paint: Paint;
}

type Paint = (code: number, text: string) => string;

/**
 * The report as plain text for a terminal, at most `width` columns of prose: verdict, key figures beside their best reachable values,
 * gates, notes. No trailing newline.
 *
 * @param columns of the terminal: no line is broken within a word; rows as wide as they are where it is left out
 */
export function reportTerminalTable(
  report: ReportJson,
  {
    color = false,
    width = 100,
    columns = Number.POSITIVE_INFINITY,
    language = inEnglish,
  }: {
    readonly color?: boolean;
    readonly width?: number;
    readonly columns?: number;
    readonly language?: Language;
  } = {},
): string {
  const look: Look = {
    width: Math.min(width, columns),
    columns,
    paint: color ? (code, text) => `\u001b[${code}m${text}\u001b[0m` : (_, text) => text,
  };
  return inLanguage(language, reportNames(report), () =>
    [
      look.paint(1, say("Quality report")),
      ...wrap(clean(tablesLine(report.tables)), columns),
      "",
      ...sharingLines(report, look),
      ...verdictLines(report, look),
      ...figureLines(report, look),
      ...gateLines(report, look),
      ...noteLines(report, look),
    ]
      .map((line) => line.trimEnd())
      .join("\n"),
  );
}

function verdictLines(report: ReportJson, look: Look): string[] {
  const heads = verdictSections.map((section) => {
    const { score, grade } = report.verdict[section];
    return { section, score, grade, name: sayText(section), word: sayText(grade) };
  });
  const [names, words] = [widest(9, heads, ({ name }) => name), widest(9, heads, ({ word }) => word)];
  return heads.flatMap(({ section, score, grade, name, word }) => {
    const head = `${name.padEnd(names)} ${verdictScore(score).padStart(3)}  ${word.padEnd(words)}  `;
    return hanging(verdictSentence(report, section), head, look.width, look.paint(gradeColors[grade], head));
  });
}

function figureLines(report: ReportJson, { width, columns, paint }: Look): string[] {
  const figures = keyFigures(report);
  if (figures.length === 0) return [];
  const labels = widest(0, figures, ({ label }) => label);
  const sections = widest(10, figures, ({ section }) => sayText(section));
  const [value, best] = [sayText("value"), sayText("best")];
  // a line each where the widest row would be broken by the terminal
  const widestRow = labels + sections + 20 + widest(0, figures, (f) => besides(f, (_, text) => text));
  const narrow = widestRow > columns;
  const indent = narrow ? "" : "".padEnd(labels + sections + 2);
  const lines = ["", paint(2, `${indent}  ${value.padStart(7)}  ${best.padStart(7)}`)];
  let section = "";
  for (const f of figures) {
    const shown = f.section === section ? "" : sayText(f.section);
    section = f.section;
    const values = `${metricValue(f.format, f.value).padStart(7)}  ${metricValue(f.format, f.best).padStart(7)}`;
    if (!narrow)
      lines.push(`${shown.padEnd(sections)}  ${f.label.padEnd(labels)}  ${values}${besides(f, paint)}`);
    else {
      if (shown !== "") lines.push(shown);
      lines.push(...wrap(f.label, width - 2).map((line) => `  ${line}`), `  ${values}${besides(f, paint)}`);
    }
  }
  if (figures.some((f) => f.section === "fidelity" || f.section === "utility"))
    for (const line of wrap(bestExplained(report), width)) lines.push(paint(2, line));
  return lines;
}

function gateLines({ gates }: ReportJson, { columns, paint }: Look): string[] {
  if (gates.length === 0) return [];
  const [pass, fail] = [say("pass"), say("FAIL")];
  const width = Math.max(pass.length, fail.length);
  const lines = gates.flatMap((gate) => {
    const head = `${(gate.passed ? pass : fail).padEnd(width)}  `;
    return hanging(gateText(gate), head, columns, paint(gate.passed ? 32 : 31, head));
  });
  return ["", ...lines];
}

function noteLines({ notes }: ReportJson, { width, paint }: Look): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap(({ level, text }) => {
    const head = sayText(level).padEnd(9);
    return hanging(saySentence(text), head, width, paint(noteColors[level], head));
  });
  return ["", ...lines];
}

/** A text behind its head, further lines indented below it. */
function hanging(text: string, head: string, width: number, painted: string): string[] {
  const [first = "", ...rest] = wrap(clean(text), Math.max(24, width - head.length));
  return [painted + first, ...rest.map((line) => " ".repeat(head.length) + line)];
}

function widest<T>(least: number, of: readonly T[], text: (one: T) => string): number {
  return of.reduce((most, one) => Math.max(most, text(one).length), least);
}

function besides(f: KeyFigure, paint: Paint): string {
  const mark = f.status === null ? "" : paint(statusColors[f.status], `  ${sayText(statusWords[f.status])}`);
  return f.interval === null
    ? mark
    : `${mark}${paint(2, `  (${decimal("99.7")} %: ${metricInterval(f.format, f.interval)})`)}`;
}

const gradeColors: Readonly<Record<VerdictScore["grade"], number>> = {
  excellent: 32,
  good: 32,
  fair: 33,
  poor: 31,
  unknown: 2,
};
const statusColors = { good: 32, watch: 33, bad: 31 } as const;
const statusWords = { good: "ok", watch: "look at it", bad: "bad" } as const;
const noteColors: Readonly<Record<Note["level"], number>> = { alarm: 31, warning: 33, info: 2 };

/** "May I share this?", what is not good, and the flags that help. */
function sharingLines({ sharing }: ReportJson, { width, paint }: Look): string[] {
  if (sharing === undefined) return [];
  const { answer, sentence, reasons, findings, good } = sharing;
  const indented = (text: string, by: number, first = " ".repeat(by)): string[] =>
    wrap(clean(text), Math.max(24, width - by)).map((line, i) => (i === 0 ? first : " ".repeat(by)) + line);
  const said = `${say("May I share this?")} ${saySentence(sentence)}`;
  const lines = wrap(said, width).map((line) => paint(answerColors[answer], line));
  if (answer === "yes") lines.push(...reasons.flatMap((reason) => indented(saySentence(reason), 2)));
  for (const group of findingGroups(findings)) {
    for (const found of group.findings) {
      const word = found.status === "unknown" ? say("not known") : sayText(found.status);
      lines.push(...indented(`${word}: ${findingTitle(found)}. ${saySentence(found.text)}`, 4, "  • "));
    }
    for (const step of group.steps) {
      lines.push(...indented(saySentence(step.text), 6, "    → "));
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
  const [rows, from] = [wholeNumber(synthetic.rows), wholeNumber(real.rows)];
  const against =
    synthetic.name === real.name
      ? say("{0}: {1} synthetic rows against {2} real ones", real.name, rows, from)
      : say("{0} ({1} rows) against {2} ({3})", synthetic.name, rows, real.name, from);
  if (holdout === null) return `${against}, ${say("no holdout")}`;
  const held = wholeNumber(holdout.rows);
  return `${against}, ${holdout.name === "holdout" ? say("{0} held out", held) : say("holdout {0} ({1})", holdout.name, held)}`;
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
