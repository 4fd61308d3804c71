import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ReportJson } from "../protocol/report.ts";
import { reportMarkdown } from "../report/text/markdown.ts";
import { listRuns, runsFolder } from "../runFolder/runFolder.ts";
import { confine, shown } from "./confine.ts";
import { existing } from "./existing.ts";
import { fieldOf, type Tool, type ToolContext, ToolError } from "./tool.ts";

const input = z.strictObject({
  config: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A *.synth.json, for the report of its newest run, or a report.json; relative to the workspace.",
    ),
  path: z.string().min(1).optional().describe("Former name of config."),
});

const output = z.object({
  report: z.string(),
  verdict: z.record(z.string(), z.unknown()),
  sharing: z.record(z.string(), z.unknown()).optional().describe('The answer to "May I share this?".'),
  gates: z.array(z.record(z.string(), z.unknown())),
});

export const getReportTool: Tool<typeof input> = {
  name: "get_report",
  title: "Get Report",
  description:
    "Returns the quality report of a config's newest finished run, or of a report.json: verdict on fidelity, utility and privacy, gates, key figures beside the best reachable values, warnings. Nothing is computed again.",
  input,
  output,
  readOnly: true,
  confirmation: ({ config, path }) => `Read the report of ${config ?? path}?`,
  async perform({ config, path: former }, context) {
    const path = fieldOf("config", config, former);
    const file = existing(context.roots, path);
    const json = /\.synth\.json$/i.test(file) ? await newestReport(file, path, context) : file;
    const report = parseReport(await readFile(json, "utf8"), path);
    const place = shown(context.roots, json);
    const { verdict, sharing, gates } = report;
    return {
      text: `${place}\n\n${reportMarkdown(report)}`,
      data: { report: place, verdict, ...(sharing !== undefined && { sharing }), gates },
    };
  },
};

/** The report of the newest finished run. @throws ToolError when there is none */
export async function newestReport(
  config: string,
  name: string,
  { roots }: Pick<ToolContext, "roots">,
): Promise<string> {
  const runs = await listRuns(runsFolder(config), config);
  const done = runs.find(({ state }) => state.status === "succeeded");
  if (done === undefined) throw new ToolError(`${name} has no finished run yet: use run_synthesis`);
  return confine(roots, join(done.folder.path, "report.json"));
}

/** @throws ToolError when the text is no report this version can read */
export function parseReport(text: string, name: string): ReportJson {
  let report: ReportJson;
  try {
    report = JSON.parse(text) as ReportJson;
  } catch {
    throw new ToolError(`${name} is not a report: it is not JSON`);
  }
  const version: unknown = report?.version;
  if (typeof version === "number" && version > 1)
    throw new ToolError(`${name} has version ${version}; this SynData reads versions up to 1: update it`);
  if (version !== 1 || typeof report.verdict !== "object" || typeof report.tables !== "object")
    throw new ToolError(`${name} is not a report of SynData`);
  return report;
}
