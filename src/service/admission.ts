import { grouped } from "../language/counts.ts";
import type { Principal } from "./access/keyStore.ts";
import type { JobRequest } from "./jobs/jobRecord.ts";
import type { JobStore } from "./jobs/jobStore.ts";
import { configFindings, configRows, refuseConfig, textOf } from "./kinds/configText.ts";
import { type JobInput, kindOf } from "./kinds/kindTable.ts";
import type { ModelStore } from "./models/modelStore.ts";
import { ServiceProblem } from "./problem.ts";
import type { Settings } from "./settings.ts";
import type { UploadStore } from "./uploads/uploadStore.ts";

interface Stores {
  readonly settings: Settings;
  readonly uploads: UploadStore;
  readonly models: ModelStore;
  readonly jobs: JobStore;
  quotaLeft(tenant: string): number;
}

interface Asked {
  readonly input: JobInput;
  readonly id: string;
  readonly bodyHash: string;
}

/** Checks what can be known to be wrong with a request before it is accepted, and makes its record. @throws ServiceProblem */
export function admit(stores: Stores, { tenant, by }: Principal, { input, id, bodyHash }: Asked): JobRequest {
  const { settings, uploads: stored, models: trained, jobs } = stores;
  const kind = kindOf(input.kind);
  kind.check?.(input);
  const [uploads, models] = [kind.uploadsOf(input), kind.modelsOf(input)];
  const sources = kind.jobsOf?.(input) ?? [];
  for (const source of sources) if (jobs.get(tenant, source) === undefined) stored.file(tenant, source);
  const names = [
    ...models.map((model) => trained.file(tenant, model).name),
    ...uploads.map((upload) => stored.file(tenant, upload).name),
  ];
  const config = "config" in input ? input.config : undefined;
  if (config !== undefined)
    refuseConfig(configFindings(textOf(config), stored.file(tenant, uploads[0]!).name));
  const rows =
    ("rows" in input ? input.rows : undefined) ?? (config === undefined ? undefined : configRows(config));
  if (rows !== undefined && rows > settings.MAX_ROWS)
    throw new ServiceProblem("limit-exceeded", `a job makes ${grouped(settings.MAX_ROWS)} rows at most`, {
      limit: settings.MAX_ROWS,
      errors: [{ pointer: "/rows", code: "too-many-rows", message: `at most ${settings.MAX_ROWS}` }],
    });
  if (stores.quotaLeft(tenant) === 0)
    throw new ServiceProblem("quota-exceeded", "delete uploads, jobs or models that are no longer needed", {
      limit: settings.QUOTA_BYTES,
    });
  const created = new Date().toISOString();
  const name = names[0] ?? input.kind;
  return {
    id,
    tenant,
    kind: input.kind,
    name,
    created,
    by,
    input,
    uploads,
    models,
    jobs: sources,
    rows: rows ?? null,
    bodyHash,
  };
}

/** @throws ServiceProblem too-many-jobs */
export function refuseWaiting(waiting: number, max: number): void {
  if (waiting < max) return;
  throw new ServiceProblem("too-many-jobs", `${max} of your jobs wait already; wait for one to end`, {
    limit: max,
    retryAfterSeconds: 30,
  });
}
