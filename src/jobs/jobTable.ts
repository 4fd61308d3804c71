import type { z } from "zod";
import { UserError } from "../table/userError.ts";
import { checkRulesJob } from "./checkRules.ts";
import { compareJob } from "./compare.ts";
import { fingerprintJob } from "./fingerprint.ts";
import { imputeJob } from "./impute.ts";
import { initJob } from "./init.ts";
import type { Job, JobContext } from "./job.ts";
import { notebookJob } from "./notebook/notebook.ts";
import { notebookPageJob } from "./notebook/notebookPage.ts";
import { piiJob } from "./pii.ts";
import { feedbackJob } from "./product/feedback.ts";
import { profileJob } from "./profile.ts";
import { pseudonymizeJob } from "./pseudonymize.ts";
import { reportJob } from "./report.ts";
import { rulesJob } from "./rules.ts";
import { runJob } from "./run.ts";
import { sampleJob } from "./sample.ts";
import { scoreJob } from "./score.ts";
import { validateJob } from "./validate.ts";

/** Every operation of the product; each can run in the child process or in this one. To add one is to add a file and a row. */
export const jobTable = {
  run: runJob,
  sample: sampleJob,
  score: scoreJob,
  impute: imputeJob,
  report: reportJob,
  compare: compareJob,
  init: initJob,
  validate: validateJob,
  profile: profileJob,
  pii: piiJob,
  pseudonymize: pseudonymizeJob,
  rules: rulesJob,
  checkRules: checkRulesJob,
  feedback: feedbackJob,
  fingerprint: fingerprintJob,
  notebook: notebookJob,
  notebookPage: notebookPageJob,
} as const satisfies Readonly<Record<string, Job>>;

export type JobName = keyof typeof jobTable;
export type JobInput<Name extends JobName> = z.input<(typeof jobTable)[Name]["input"]>;
export type JobEvent<Name extends JobName> =
  Parameters<(typeof jobTable)[Name]["run"]>[1] extends JobContext<infer Event> ? Event : never;
export type JobResult<Name extends JobName> = Awaited<ReturnType<(typeof jobTable)[Name]["run"]>>;

/** Checks the input and does the job. @throws UserError naming the fields that are wrong, and what the job throws */
export async function performJob(name: string, input: unknown, context: JobContext<never>): Promise<unknown> {
  if (!Object.hasOwn(jobTable, name)) throw new UserError(`there is no job ${name}`);
  const job: Job = jobTable[name as JobName];
  const parsed = job.input.safeParse(input);
  if (!parsed.success) throw new UserError(inputProblems(name, parsed.error));
  return await job.run(parsed.data, context as JobContext<unknown>);
}

function inputProblems(name: string, { issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${[name, ...path.map(String)].join(".")}: ${message}`).join("\n");
}
