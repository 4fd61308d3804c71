import { own } from "../jsonc/own.ts";
import { counted } from "../language/counts.ts";
import {
  type ComparisonJson,
  comparisonMime,
  type GridJson,
  gridMime,
  type LossesJson,
  lossesMime,
  type MimeBundle,
  profileMime,
  reportMime,
} from "../protocol/notebook.ts";
import type { ReportJson } from "../protocol/report.ts";
import { type ProfileJson, profileSize } from "../report/notebook/profileHtml.ts";
import { plainTable, summaryHtml } from "../report/notebook/summaryHtml.ts";
import { reportTerminalTable } from "../report/text/terminalTable.ts";
import type { SharedProfile } from "../table/protection/protectedProfile.ts";

/** Each output with the forms any notebook can show: the richest first, HTML and plain text after it. */
export function reportBundle(report: ReportJson): MimeBundle {
  return {
    [reportMime]: report,
    "text/html": summaryHtml(report).text,
    "text/plain": reportTerminalTable(report),
  };
}

export function profileBundle(name: string, profile: SharedProfile): MimeBundle {
  const { columns } = profile;
  const json: ProfileJson = { version: 1, name, profile };
  const rows = columns.map((c) => [c.name, c.sdtype, String(c.missing), String(c.cardinality), c.reason]);
  return {
    [profileMime]: json,
    "text/html": plainTable(["Column", "Type", "Missing", "Distinct", "Why"], rows).text,
    "text/plain": [
      `${name}: ${profileSize(json)}`,
      ...columns.map((c) => `${c.name}: ${c.sdtype}, ${c.missing} missing, ${c.cardinality} distinct`),
    ].join("\n"),
  };
}

export function lossesBundle(training: LossesJson): MimeBundle {
  const names = Object.keys(training.losses);
  const last = names.map((name) => [name, String(own(training.losses, name)?.at(-1) ?? "")]);
  return {
    [lossesMime]: training,
    "text/html": `<p>${escapeText(training.model)}: ${escapeText(training.label)}</p>${names.length > 0 ? plainTable(["Loss", "Last value"], last).text : ""}`,
    "text/plain": [
      `${training.model}: ${training.label}`,
      ...last.map(([name, value]) => `${name} ${value}`),
      ...training.warnings,
    ].join("\n"),
  };
}

/** Rows shown where the grid cannot be drawn. */
const plainRows = 20;

export function gridBundle(grid: GridJson): MimeBundle {
  const names = grid.columns.map((column) => column.name);
  const shown = Math.min(plainRows, grid.columns[0]?.values.length ?? 0);
  const rows = Array.from({ length: shown }, (_, i) => grid.columns.map((column) => column.values[i] ?? ""));
  const size = `${counted(grid.total, "row")}`;
  const note = shown < grid.total ? `first ${shown} of ${size}` : size;
  return {
    [gridMime]: grid,
    "text/html": `${plainTable(names, rows).text}<p>${note}</p>`,
    "text/plain": [names.join("\t"), ...rows.map((row) => row.join("\t")), note].join("\n"),
  };
}

export function comparisonBundle(comparison: ComparisonJson): MimeBundle {
  const head = ["Measure", ...comparison.tables.map((t) => t.name), "Best reachable"];
  const show = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  const rows = comparison.figures.map((f) => [f.label, ...f.values.map(show), show(f.best)]);
  return {
    [comparisonMime]: comparison,
    "text/html": plainTable(head, rows).text,
    "text/plain": [head, ...rows].map((row) => row.join("\t")).join("\n"),
  };
}

export function textBundle(text: string): MimeBundle {
  return { "text/plain": text };
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (c) => (c === "&" ? "&amp;" : c === "<" ? "&lt;" : "&gt;"));
}
