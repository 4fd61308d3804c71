import type { ReportJson } from "../protocol/report.ts";
import { onePageHtml } from "../report/onePage.ts";
import { reportFile, staticPage } from "../report/reportFile.ts";
import { reportMarkdown } from "../report/text/markdown.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { reportScript, reportStyle } from "./builtFiles.ts";

export interface ReportPaths {
  readonly json?: string;
  readonly html?: string;
  /** One sheet of paper, as HTML. */
  readonly summary?: string;
  readonly md?: string;
}

/** Writes a report in the forms asked for, each whole or not at all. One that fails does not keep the others from being written. */
export async function writeReport(report: ReportJson, paths: ReportPaths): Promise<void> {
  const made: readonly (readonly [string | undefined, () => string | Promise<string>])[] = [
    [paths.json, () => `${JSON.stringify(report)}\n`],
    [paths.html, () => reportHtmlFile(report)],
    [paths.summary, () => onePageFile(report)],
    [paths.md, () => reportMarkdown(report)],
  ];
  const failures: unknown[] = [];
  for (const [path, make] of made) {
    if (path === undefined) continue;
    try {
      await writeAtomically(path, await make());
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function reportHtmlFile(report: ReportJson): Promise<string> {
  const [script, style] = await Promise.all([reportScript(), reportStyle()]);
  return reportFile(report, script, style);
}

async function onePageFile(report: ReportJson): Promise<string> {
  const title = `${report.tables.synthetic.name}: synthetic data, in short`;
  return staticPage(title, onePageHtml(report), await reportStyle());
}
