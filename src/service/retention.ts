import type { AuditLog } from "./access/auditLog.ts";
import { idPattern } from "./ids.ts";
import { isEnded } from "./jobs/jobRecord.ts";
import type { JobStore } from "./jobs/jobStore.ts";
import type { Settings } from "./settings.ts";
import type { BlobStore } from "./store/blobStore.ts";
import { type DataFolder, tenantPattern } from "./store/dataFolder.ts";
import { namesIn } from "./store/readRecord.ts";
import type { UploadStore } from "./uploads/uploadStore.ts";

interface Swept {
  readonly settings: Pick<Settings, "RETAIN_UPLOADS" | "RETAIN_OUTPUTS">;
  readonly uploads: UploadStore;
  readonly jobs: JobStore;
  readonly folder: DataFolder;
  readonly blobs: BlobStore;
  readonly audit: AuditLog;
  inUse(tenant: string, upload: string): boolean;
}

const partHours = 24;

/** Deletes uploads and results past their days, parts that no longer arrive, and results without a job. */
export async function sweep(service: Swept, now = Date.now()): Promise<void> {
  const { RETAIN_UPLOADS, RETAIN_OUTPUTS } = service.settings;
  const { uploads, jobs, audit } = service;
  for (const { tenant, id } of await uploads.stale(daysAgo(partHours / 24, now)))
    await uploads.drop(tenant, id);
  if (RETAIN_UPLOADS > 0)
    for (const { tenant, id, created } of [...uploads.all()]) {
      if (created >= daysAgo(RETAIN_UPLOADS, now) || service.inUse(tenant, id)) continue;
      await uploads.drop(tenant, id);
      await audit.write({ tenant, by: "retention", action: "expire", what: `upload/${id}` });
    }
  if (RETAIN_OUTPUTS > 0)
    for (const job of [...jobs.all()]) {
      const { tenant, id } = job.request;
      if (!isEnded(job.status) || (job.status.ended ?? "") >= daysAgo(RETAIN_OUTPUTS, now)) continue;
      await jobs.remove(job);
      await audit.write({ tenant, by: "retention", action: "expire", what: `job/${id}` });
    }
  await sweepOrphans(service);
}

/** When an upload that began at `created` is deleted. */
export function expiryOf(created: string, days: number): string {
  return new Date(Date.parse(created) + days * 86_400_000).toISOString();
}

async function sweepOrphans({
  folder,
  blobs,
  jobs,
}: Pick<Swept, "folder" | "blobs" | "jobs">): Promise<void> {
  for (const place of ["outputs", "reports"] as const)
    for (const tenant of (await namesIn(folder.place(place))).filter((name) => tenantPattern.test(name)))
      for (const id of (await namesIn(folder.place(place, tenant))).filter((name) => idPattern.test(name)))
        if (jobs.get(tenant, id) === undefined) await blobs.remove(folder.path(place, tenant, id));
}

function daysAgo(days: number, now: number): string {
  return new Date(now - days * 86_400_000).toISOString();
}
