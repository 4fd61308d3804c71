import { readFile, stat } from "node:fs/promises";
import { reportSchemaUri } from "../quality/buildReport.ts";
import { PipelineError } from "./pipelineError.ts";
import type { ReportPaths } from "./writeReport.ts";

/** What only a report of this program holds, per form. */
const marks: Readonly<Record<keyof ReportPaths, (text: string) => boolean>> = {
  json: (text) => text.startsWith(`{"$schema":"${reportSchemaUri}"`),
  html: isPage,
  summary: isPage,
  md: (text) => /<sub>[^\n]* · SynData · [^\n]*<\/sub>\s*$/.test(text),
};

function isPage(text: string): boolean {
  return text.includes('<footer class="sd-footer">Made by SynData ');
}

/** @throws PipelineError when a report is about to replace a file with anything in it but an earlier report of the same form */
export async function keepForeign(files: ReportPaths): Promise<void> {
  for (const [form, path] of Object.entries(files) as [keyof ReportPaths, string][]) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !found.isFile() || found.size === 0) continue;
    if (!marks[form](await readFile(path, "utf8")))
      throw new PipelineError(
        `${path} is there already and is no report of SynData: name another file for --${form}, or give --force to replace it`,
      );
  }
}
