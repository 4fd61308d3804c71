import type { ModelView } from "../protocol/service.ts";
import type { StoredJob } from "./jobs/jobRecord.ts";

/** What was made from an upload, however many steps away: a job that reads it, the model of that job, a job that samples from the model or judges a table of it. */
export function madeFrom(
  upload: string,
  jobs: readonly StoredJob[],
  models: readonly ModelView[],
): { readonly jobs: StoredJob[]; readonly models: ModelView[] } {
  const made = new Set([upload]);
  for (let before = 0; before < made.size; ) {
    before = made.size;
    for (const { request } of jobs) if (readsAny(request, made)) made.add(request.id);
    for (const model of models) if (isOf(model, made)) made.add(model.id);
  }
  return {
    jobs: jobs.filter(({ request }) => readsAny(request, made)),
    models: models.filter((model) => isOf(model, made)),
  };
}

/** Everything that a job reads: uploads, models and the tables of other jobs, by id. */
export function inputsOf({ uploads, models, jobs = [] }: StoredJob["request"]): readonly string[] {
  return [...uploads, ...models, ...jobs];
}

function readsAny(request: StoredJob["request"], made: ReadonlySet<string>): boolean {
  return inputsOf(request).some((id) => made.has(id));
}

function isOf({ upload, job }: ModelView, made: ReadonlySet<string>): boolean {
  return (upload !== null && made.has(upload)) || (job !== null && made.has(job));
}
