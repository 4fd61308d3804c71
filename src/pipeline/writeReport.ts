import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReportJson } from "../protocol/report.ts";
import { reportMarkdown } from "../quality/markdown.ts";
import { reportFile } from "../report/reportFile.ts";
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

/** `report.js` and `report.css` lie beside the bundles. */
async function reportHtmlFile(report: ReportJson): Promise<string> {
  const here = dirname(fileURLToPath(import.meta.url));
  const [script, style] = await Promise.all([
    readFirst([join(here, "report.js"), join(here, "../../dist/report.js")]),
    readFirst([join(here, "media/report.css"), join(here, "../../media/report.css")]),
  ]);
  return reportFile(report, script, style);
}

async function readFirst(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`${paths[0]} is missing: this installation is incomplete`);
}
