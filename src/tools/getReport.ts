import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ReportJson } from "../protocol/report.ts";
import { reportMarkdown } from "../report/text/markdown.ts";
import { listRuns, runsFolder } from "../runFolder/runFolder.ts";
import { confine, shown } from "./confine.ts";
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

export const getReportTool: Tool<typeof input> = {
  name: "get_report",
  title: "Get Report",
  description:
    "Returns the quality report of a config's newest finished run, or of a report.json: verdict on fidelity, utility and privacy, gates, key figures beside the best reachable values, warnings. Nothing is computed again.",
  input,
  readOnly: true,
  confirmation: ({ config, path }) => `Read the report of ${config ?? path}?`,
  async perform({ config, path: former }, context) {
    const path = fieldOf("config", config, former);
    const file = confine(context.roots, path);
    const json = /\.synth\.json$/i.test(file) ? await newestReport(file, path, context) : file;
    const text = await readFile(json, "utf8").catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new ToolError(`there is no ${path}`) : error;
    });
    return `${shown(context.roots, json)}\n\n${reportMarkdown(parseReport(text, path))}`;
  },
};

async function newestReport(config: string, name: string, { roots }: ToolContext): Promise<string> {
  const runs = await listRuns(runsFolder(config), config);
  const done = runs.find(({ state }) => state.status === "succeeded");
  if (done === undefined) throw new ToolError(`${name} has no finished run yet: use run_synthesis`);
  return confine(roots, join(done.folder.path, "report.json"));
}

function parseReport(text: string, name: string): ReportJson {
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
