import { z } from "zod";
import { type Tool, ToolError } from "./tool.ts";
import type { ToolAnswer } from "./toolAnswer.ts";
import type { ToolJob } from "./toolJobs.ts";

/** What `run_synthesis`, `get_run` and `cancel_run` return. */
export const runOutput = z.object({
  job: z.string().describe("Ask for it with get_run, stop it with cancel_run."),
  state: z.enum(["running", "succeeded", "cancelled"]),
  fraction: z.number().describe("0 to 1 of all that is to be done."),
  message: z.string(),
  data: z.string().optional().describe("The synthetic table."),
  rows: z.int().optional(),
  model: z.string().optional(),
  report: z.string().optional(),
  verdict: z.record(z.string(), z.unknown()).optional(),
  sharing: z.record(z.string(), z.unknown()).optional().describe('The answer to "May I share this?".'),
});

/** How a job stands, as an answer. @throws ToolError when it has failed */
export function jobAnswer(job: ToolJob): ToolAnswer {
  const { id, state, fraction, message, answer, subject } = job;
  if (state === "failed") throw new ToolError(message);
  const data = { job: id, state, fraction, message };
  if (answer !== undefined) return { text: answer.text, data: { ...data, ...answer.data } };
  if (state === "cancelled")
    return { text: `${id} (${subject}) was cancelled; what was trained can be resumed`, data };
  return {
    text: `${subject} is still running as ${id}: ${Math.floor(fraction * 100)} %, ${message}. Ask with get_run, stop it with cancel_run.`,
    data,
  };
}

const jobField = z.string().min(1).describe("The id that run_synthesis returned.");
const getInput = z.strictObject({
  job: jobField,
  waitSeconds: z.int().min(0).max(3600).default(20).describe("How long to wait for its end."),
});

export const getRunTool: Tool<typeof getInput> = {
  name: "get_run",
  title: "Get Run",
  description:
    "Says how a run that run_synthesis started stands: how far it is, or its files and report once it has ended. Waits up to waitSeconds for its end.",
  input: getInput,
  output: runOutput,
  readOnly: true,
  confirmation: ({ job }) => `Look at ${job}?`,
  perform: async ({ job, waitSeconds }, context) =>
    jobAnswer(await context.jobs.wait(job, waitSeconds * 1000, context)),
};

const cancelInput = z.strictObject({ job: jobField });

export const cancelRunTool: Tool<typeof cancelInput> = {
  name: "cancel_run",
  title: "Cancel Run",
  description:
    "Stops a run that run_synthesis started and waits until it has stopped. What was trained stays and can be resumed.",
  input: cancelInput,
  output: runOutput,
  readOnly: false,
  confirmation: ({ job }) => `Stop ${job}?`,
  perform: async ({ job }, context) => jobAnswer(await context.jobs.cancel(job)),
};
