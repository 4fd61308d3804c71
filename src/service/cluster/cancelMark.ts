import { rm, stat } from "node:fs/promises";
import type { StoredJob } from "../jobs/jobRecord.ts";
import { type DataFolder, writeRecord } from "../store/dataFolder.ts";

/** `cancel` beside a job's record: the server asks whoever works on the job to stop. The worker alone writes the record. */
export class CancelMark {
  readonly #path: string;

  constructor(folder: DataFolder, { request: { tenant, id } }: StoredJob) {
    this.#path = folder.path("jobs", tenant, id, "cancel");
  }

  async set(): Promise<void> {
    await writeRecord(this.#path, { at: new Date().toISOString() });
  }

  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  async isSet(): Promise<boolean> {
    return await stat(this.#path).then(
      () => true,
      () => false,
    );
  }
}
