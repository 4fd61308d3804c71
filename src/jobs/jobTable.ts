import { UserError } from "../table/userError.ts";
import type { GivenInput, Job, JobContext } from "./job.ts";

/**
 * Every operation of the product; each can run in the child process or in this one. To add one is to add a file and a row. A job is
 * loaded when it is asked for: a process evaluates no code of the others.
 */
export const jobTable = {
  run: async () => (await import("./run.ts")).runJob,
  sample: async () => (await import("./sample.ts")).sampleJob,
  sampleParts: async () => (await import("./sampleParts.ts")).samplePartsJob,
  score: async () => (await import("./score.ts")).scoreJob,
  impute: async () => (await import("./impute.ts")).imputeJob,
  report: async () => (await import("./report.ts")).reportJob,
  compare: async () => (await import("./compare.ts")).compareJob,
  init: async () => (await import("./init.ts")).initJob,
  validate: async () => (await import("./validate.ts")).validateJob,
  profiles: async () => (await import("./profiles.ts")).profilesJob,
  profile: async () => (await import("./profile.ts")).profileJob,
  pii: async () => (await import("./pii.ts")).piiJob,
  pseudonymize: async () => (await import("./pseudonymize.ts")).pseudonymizeJob,
  budget: async () => (await import("./budget.ts")).budgetJob,
  rules: async () => (await import("./rules.ts")).rulesJob,
  checkRules: async () => (await import("./checkRules.ts")).checkRulesJob,
  feedback: async () => (await import("./product/feedback.ts")).feedbackJob,
  fingerprint: async () => (await import("./fingerprint.ts")).fingerprintJob,
  notebook: async () => (await import("./notebook/notebook.ts")).notebookJob,
  notebookPage: async () => (await import("./notebook/notebookPage.ts")).notebookPageJob,
  preview: async () => (await import("./editor/preview.ts")).previewJob,
  modelColumns: async () => (await import("./editor/modelColumns.ts")).modelColumnsJob,
  openGrid: async () => (await import("./grid/openGrid.ts")).openGridJob,
  gridPage: async () => (await import("./grid/gridPage.ts")).gridPageJob,
  gridCopy: async () => (await import("./grid/gridCopy.ts")).gridCopyJob,
  rowPairs: async () => (await import("./grid/rowPairs.ts")).rowPairsJob,
} as const satisfies Readonly<Record<string, () => Promise<Job>>>;

export type JobName = keyof typeof jobTable;
type JobOf<Name extends JobName> = Awaited<ReturnType<(typeof jobTable)[Name]>>;
export type JobInput<Name extends JobName> = GivenInput<JobOf<Name>["input"]>;
export type JobEvent<Name extends JobName> =
  Parameters<JobOf<Name>["run"]>[1] extends JobContext<infer Event> ? Event : never;
export type JobResult<Name extends JobName> = Awaited<ReturnType<JobOf<Name>["run"]>>;

/** Checks the input and does the job. @throws UserError naming the fields that are wrong, and what the job throws */
export async function performJob(name: string, input: unknown, context: JobContext<never>): Promise<unknown> {
  if (!Object.hasOwn(jobTable, name)) throw new UserError(`there is no job ${name}`);
  const job: Job = await jobTable[name as JobName]();
  const parsed = job.input.safeParse(input);
  if (!parsed.success) throw new UserError(inputProblems(name, parsed.error.issues));
  return await job.run(parsed.data, context as JobContext<unknown>);
}

function inputProblems(
  name: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues.map(({ path, message }) => `${[name, ...path.map(String)].join(".")}: ${message}`).join("\n");
}
