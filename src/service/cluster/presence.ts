import { mkdir, rm, stat } from "node:fs/promises";
import { arch, hostname } from "node:os";
import { join } from "node:path";
import { version } from "../../../package.json";
import { fileSystemNow, keepBeating } from "../../runFolder/fileBeat.ts";
import { newId } from "../ids.ts";
import { writeRecord } from "../store/dataFolder.ts";
import { namesIn, readRecord } from "../store/readRecord.ts";

/** A worker process, as the server shows it. */
export interface WorkerInfo {
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly processor: string;
  readonly slots: number;
}

const beatMs = 5000;
/** A worker whose heart did not beat for so long is not shown. */
const goneMs = 30_000;
/** The file of a worker that was killed is removed after this time. */
const removeMs = 86_400_000;

/** Announces this process in `workers/` of the data folder until `end` is called. */
export async function announceWorker(root: string, slots: number): Promise<{ end(): Promise<void> }> {
  const path = join(root, "workers", `${newId()}.json`);
  await mkdir(join(root, "workers"), { recursive: true });
  const info: WorkerInfo = { host: hostname(), pid: process.pid, version, processor: arch(), slots };
  await writeRecord(path, info);
  const beat = keepBeating(path, JSON.stringify(info), beatMs);
  return {
    async end() {
      beat.stop();
      await rm(path, { force: true });
    },
  };
}

/** The workers whose hearts beat, with the time of the last beat, by the clock of the file system. */
export async function presentWorkers(root: string): Promise<(WorkerInfo & { readonly beat: Date })[]> {
  const found: (WorkerInfo & { readonly beat: Date })[] = [];
  const now = await fileSystemNow(join(root, "server"));
  for (const name of await namesIn(join(root, "workers"))) {
    const path = join(root, "workers", name);
    const info = await readRecord<WorkerInfo>(path);
    const beat = await stat(path).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
    if (info === undefined || beat === undefined) continue;
    const age = now - beat.getTime();
    if (age < goneMs) found.push({ ...info, beat });
    else if (age > removeMs) await rm(path, { force: true });
  }
  return found;
}
