import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ClusterJob, jobsOf, WorkerProcess } from "./clusterProcesses.ts";
import type { Database } from "./databases.ts";
import { ServerProcess } from "./serverProcess.ts";

export interface Checked {
  readonly what: string;
  readonly figure: string;
  readonly passed: boolean;
}

/** `SYNDATA_LOCK_SECONDS` sets it; 60 is what the service has. */
export const lockSeconds = Number(process.env["SYNDATA_LOCK_SECONDS"] ?? 8);

export interface Cluster {
  readonly server: ServerProcess;
  readonly env: NodeJS.ProcessEnv;
  readonly workers: WorkerProcess[];
  database: Database;
}

interface Wanted {
  readonly database: Database;
  readonly workers: number;
  readonly settings?: NodeJS.ProcessEnv;
  /** Settings of the n-th worker alone, and what stands before its command. */
  readonly ofWorker?: (worker: number) => {
    readonly settings: NodeJS.ProcessEnv;
    readonly prefix: readonly string[];
  };
}

/** A server and its workers for as long as `use` takes; everything is ended and deleted afterwards. */
export async function withCluster<T>(
  { database, workers, settings = {}, ofWorker = () => ({ settings: {}, prefix: [] }) }: Wanted,
  use: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const env = {
    SYNDATA_QUEUE: database.url,
    SYNDATA_QUEUE_LOCK_SECONDS: String(lockSeconds),
    SYNDATA_CONCURRENCY: "1",
    SYNDATA_THREADS: "1",
    SYNDATA_MAX_RUNNING: "8",
    SYNDATA_MAX_QUEUED: "2000",
    ...settings,
  };
  const server = new ServerProcess(env);
  await server.start();
  const cluster: Cluster = { server, env, workers: [], database };
  try {
    for (let i = 0; i < workers; i++) {
      const own = ofWorker(i);
      cluster.workers.push(new WorkerProcess(server.data, { ...env, ...own.settings }, own.prefix));
    }
    await Promise.all(cluster.workers.map(({ ready }) => ready));
    return await use(cluster);
  } finally {
    for (const worker of cluster.workers) await worker.end();
    await server.kill("SIGTERM");
    await cluster.database.stop();
    rmSync(server.data, { recursive: true, force: true });
  }
}

/** Resolves to all jobs once each has ended. */
export async function allEnd(server: ServerProcess): Promise<ClusterJob[]> {
  for (;;) {
    const jobs = [...(await jobsOf(server)).values()];
    if (jobs.every(({ state }) => ["succeeded", "failed", "cancelled"].includes(state))) return jobs;
    await sleep(500);
  }
}

/** SHA-256 of the table it made. */
export const tableOf = ({ outputs }: ClusterJob): string | undefined =>
  outputs.find(({ name }) => name === "table")?.sha256;

/** How often the log of a job says that it succeeded. */
export function endsIn(server: ServerProcess, id: string, tenant = "local"): number {
  const log = readFileSync(join(server.data, "jobs", tenant, id, "events.jsonl"), "utf8");
  return log.split("\n").filter((line) => line.includes('"state":"succeeded"')).length;
}
