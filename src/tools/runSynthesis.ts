import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { parseConfig } from "../config/parseConfig.ts";
import { resolvePaths } from "../config/paths.ts";
import type { ReportJson } from "../protocol/report.ts";
import type { RunEvent, Stage } from "../protocol/run.ts";
import type { RunOverrides } from "../protocol/worker.ts";
import { reportMarkdown } from "../report/text/markdown.ts";
import { runsFolder } from "../runFolder/runFolder.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { confine, shown } from "./confine.ts";
import { existing } from "./existing.ts";
import { diagnosticLine, working } from "./inWorker.ts";
import { jobAnswer, runOutput } from "./runJob.ts";
import { type Tool, type ToolContext, ToolError } from "./tool.ts";
import type { ToolAnswer } from "./toolAnswer.ts";

const input = z.strictObject({
  config: z.string().min(1).describe("The *.synth.json to run, relative to the workspace."),
  rows: z.int().min(1).max(1e10).optional().describe("Number of rows to generate, instead of the config's."),
  epochs: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe("Number of epochs to train, instead of the config's."),
  seed: z
    .int()
    .min(0)
    .max(4_294_967_295)
    .optional()
    .describe("Seed of all randomness, instead of the config's."),
  waitSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(45)
    .describe("How long to wait for the end; a longer run answers with its job id and continues."),
});

/** Where each stage begins and how much of the whole it is; training is the most of it. */
const shares: Readonly<Record<Stage, readonly [start: number, share: number]>> = {
  validate: [0, 0.02],
  preprocess: [0.02, 0.03],
  train: [0.05, 0.65],
  sample: [0.7, 0.05],
  assess: [0.75, 0.24],
  report: [0.99, 0.01],
};

export const runSynthesisTool: Tool<typeof input> = {
  name: "run_synthesis",
  title: "Run Synthesis",
  description:
    "Trains the model of a config on this machine, writes the synthetic table, the model and the quality report, and returns where they are with a summary of the report. Takes seconds to many minutes; reports progress. A run longer than waitSeconds answers with a job id: ask for it with get_run, stop it with cancel_run. Fails when the config has errors, and says which.",
  input,
  output: runOutput,
  readOnly: false,
  confirmation: ({ config }) => `Train the model of ${config} and write its synthetic table?`,
  async perform({ config, waitSeconds, ...overrides }, context) {
    const path = existing(context.roots, config, "make one with create_config");
    await confineConfig(path, config, context);
    const id = context.jobs.start(config, (work) =>
      synthesize(path, given(overrides), { ...context, ...work }),
    );
    const job = await context.jobs.wait(id, waitSeconds * 1000, context);
    if (context.signal.aborted && job.state === "running") await context.jobs.cancel(id);
    if (context.signal.aborted)
      throw new ToolError("cancelled; what was trained can be resumed in VS Code or with --resume");
    return jobAnswer(job);
  },
};

async function synthesize(path: string, overrides: RunOverrides, context: ToolContext): Promise<ToolAnswer> {
  let end: Extract<RunEvent, { type: "done" | "failed" }> | undefined;
  const exitCode = await working(context, (worker) =>
    worker.run({ config: path, overrides, resume: false }, (event) => {
      if (event.type === "done" || event.type === "failed") end = event;
      tell(event, context);
    }),
  );
  if (exitCode === 130) throw new ToolError("cancelled");
  if (end?.type !== "done") {
    const found = end?.diagnostics.map(diagnosticLine) ?? [];
    throw new ToolError([end?.message ?? "the run ended without a result", ...found].join("\n"));
  }
  const place = (file: string): string => shown(context.roots, file);
  const [data, model] = [place(end.output), place(end.modelPath)];
  const files = [`data: ${data} (${end.rows} rows)`, `model: ${model}`];
  if (end.reportPath === null) return { text: files.join("\n"), data: { data, rows: end.rows, model } };
  const json = join(dirname(end.reportPath), "report.json");
  const report = JSON.parse(await readFile(json, "utf8")) as ReportJson;
  const { verdict, sharing } = report;
  return {
    text: [...files, `report: ${place(json)}`, "", reportMarkdown(report)].join("\n"),
    data: {
      data,
      rows: end.rows,
      model,
      report: place(json),
      verdict,
      ...(sharing !== undefined && { sharing }),
    },
  };
}

/** A config may name files anywhere; a tool's may not. */
async function confineConfig(path: string, name: string, { roots }: ToolContext): Promise<void> {
  const text = await readPlainText(path);
  const { config, diagnostics } = parseConfig(text, name);
  if (config === undefined) {
    const found = diagnostics.map(diagnosticLine);
    throw new ToolError([`${name} has errors; nothing was run`, ...found].join("\n"));
  }
  const { source, output } = resolvePaths(config, path);
  confine(roots, source);
  confine(roots, output);
  confine(roots, runsFolder(path));
}

function given({
  rows,
  epochs,
  seed,
}: {
  rows?: number | undefined;
  epochs?: number | undefined;
  seed?: number | undefined;
}): RunOverrides {
  return {
    ...(rows !== undefined && { rows }),
    ...(epochs !== undefined && { epochs }),
    ...(seed !== undefined && { seed }),
  };
}

function tell(event: RunEvent, context: ToolContext): void {
  if (event.type === "stage" && event.state === "start")
    context.progress(shares[event.stage][0], event.stage);
  if (event.type !== "progress") return;
  const [start, share] = shares[event.stage];
  context.progress(start + share * event.fraction, `${event.stage}: ${event.label}`);
}
