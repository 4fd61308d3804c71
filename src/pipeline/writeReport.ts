import { inEnglish, inLanguage, type Language, say } from "../language/language.ts";
import type { ReportJson } from "../protocol/report.ts";
import type { ShareableReport } from "../protocol/shareableReport.ts";
import { shareableHtml } from "../report/html/shareableHtml.ts";
import { onePageHtml } from "../report/onePage.ts";
import { reportFile, staticPage } from "../report/reportFile.ts";
import { reportMarkdown } from "../report/text/markdown.ts";
import { shareableMarkdown } from "../report/text/shareableMarkdown.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { reportScript, reportStyle } from "./builtFiles.ts";

export interface ReportPaths {
  readonly json?: string;
  readonly html?: string;
  /** One sheet of paper, as HTML. */
  readonly summary?: string;
  readonly md?: string;
}

/** Writes a report in the forms asked for, those that people read in `language`, each whole or not at all. One that fails does not keep the others from being written. */
export async function writeReport(
  report: ReportJson,
  paths: ReportPaths,
  language: Language = inEnglish,
): Promise<void> {
  const made: readonly (readonly [string | undefined, () => string | Promise<string>])[] = [
    [paths.json, () => `${JSON.stringify(report)}\n`],
    [paths.html, () => reportHtmlFile(report, language)],
    [paths.summary, () => onePageFile(report, language)],
    [paths.md, () => reportMarkdown(report, language)],
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

async function reportHtmlFile(report: ReportJson, language: Language): Promise<string> {
  const [script, style] = await Promise.all([reportScript(), reportStyle()]);
  return reportFile(report, { script, style }, language);
}

async function onePageFile(report: ReportJson, language: Language): Promise<string> {
  const short = inLanguage(language, [], () => say("Synthetic data, in short"));
  const title = `${report.tables.synthetic.name}: ${short}`;
  return staticPage(title, onePageHtml(report, language), await reportStyle(), language);
}

/** Where the shareable report of a table stands: beside it, as Markdown and as a page. */
export function shareablePaths(output: string): { readonly md: string; readonly html: string } {
  return { md: `${output}.shareable.md`, html: `${output}.shareable.html` };
}

/** Writes the report that may leave the house with the table `output`, in a language. */
export async function writeShareable(
  output: string,
  report: ShareableReport,
  language: Language = inEnglish,
): Promise<void> {
  const { md, html } = shareablePaths(output);
  const kind = inLanguage(language, [], () => say("What this synthetic table is"));
  const body = shareableHtml(report, language);
  await writeAtomically(md, shareableMarkdown(report, language));
  await writeAtomically(html, staticPage(`${report.table}: ${kind}`, body, await reportStyle(), language));
}
