import type { ReportJson } from "../protocol/report.ts";
import { reportMarkdown } from "../quality/markdown.ts";
import { reportFile } from "../report/reportFile.ts";
import { reportScript, reportStyle } from "./builtFiles.ts";
import { writeAtomically } from "./writeAtomically.ts";

export interface ReportPaths {
  readonly json?: string;
  readonly html?: string;
  readonly md?: string;
}

/** Writes a report in the forms asked for, each whole or not at all. */
export async function writeReport(report: ReportJson, paths: ReportPaths): Promise<void> {
  if (paths.json !== undefined) await writeAtomically(paths.json, `${JSON.stringify(report)}\n`);
  if (paths.html !== undefined) await writeAtomically(paths.html, await reportHtmlFile(report));
  if (paths.md !== undefined) await writeAtomically(paths.md, reportMarkdown(report));
}

async function reportHtmlFile(report: ReportJson): Promise<string> {
  const [script, style] = await Promise.all([reportScript(), reportStyle()]);
  return reportFile(report, script, style);
}
