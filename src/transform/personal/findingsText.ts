import { confident, type PersonalFinding, personalTypes } from "../../config/personal/personalTypes.ts";

/** One row a finding: column, type, exposure, confidence and reason. Never a value of the data. */
export function findingCells(finding: PersonalFinding): string[] {
  const { title, exposure } = personalTypes[finding.type];
  const sure = finding.confidence >= confident ? "sure" : "perhaps";
  return [finding.column, title, exposure, `${sure} (${finding.confidence.toFixed(2)})`, finding.reason];
}

export const findingHeader = ["Column", "Type", "Exposure", "Confidence", "Reason"] as const;

/** Findings that speak of persons. */
export function personalOnly(findings: readonly PersonalFinding[]): PersonalFinding[] {
  return findings.filter(({ type }) => personalTypes[type].exposure !== "other");
}

/** `3 columns hold personal data (2 direct, 1 quasi)`, of `columns` in all. */
export function findingSummary(findings: readonly PersonalFinding[], columns: number): string {
  const personal = personalOnly(findings);
  if (personal.length === 0) return `no personal data found in ${count(columns, "column")}`;
  const direct = personal.filter(({ type }) => personalTypes[type].exposure === "direct").length;
  const holds = personal.length === 1 ? "holds" : "hold";
  return `${personal.length} of ${count(columns, "column")} ${holds} personal data: ${direct} direct, ${personal.length - direct} quasi`;
}

/** A Markdown table with a sentence above it. */
export function findingsMarkdown(
  name: string,
  findings: readonly PersonalFinding[],
  columns: number,
): string {
  const rows = personalOnly(findings).map(
    (finding) => `| ${findingCells(finding).map(escapeCell).join(" | ")} |`,
  );
  const table =
    rows.length === 0 ? [] : ["", `| ${findingHeader.join(" | ")} |`, "|---|---|---|---|---|", ...rows];
  return [
    `## Personal data: ${escapeCell(name)}`,
    "",
    `${capital(findingSummary(findings, columns))}.`,
    ...table,
    "",
  ].join("\n");
}

function escapeCell(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/[\\|`*_<>[\]]/g, (c) => `\\${c}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
