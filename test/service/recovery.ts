import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quickConfig, smallTable } from "../server/serverForTests.ts";
import { ServerProcess } from "./serverProcess.ts";

interface Job {
  readonly id: string;
  readonly state: string;
  readonly outputs: readonly { readonly name: string; readonly sha256: string }[];
}

export interface Recovery {
  readonly jobs: number;
  readonly succeeded: number;
  readonly distinctTables: number;
  /** Jobs whose log says more than once that they succeeded. */
  readonly twice: number;
  readonly seconds: number;
}

/** Kills a server with `queued` jobs waiting and two running, starts it again, and waits for all of them. */
export async function recover(queued: number): Promise<Recovery> {
  const server = new ServerProcess({
    SYNDATA_CONCURRENCY: "2",
    SYNDATA_MAX_QUEUED: String(queued + 2),
    SYNDATA_THREADS: "1",
  });
  await server.start();
  const upload = await server.upload("people.csv", smallTable());
  const slow = { model: { type: "ctgan", epochs: 40 }, report: { enabled: false } };
  const ids: string[] = [];
  for (let i = 0; i < queued + 2; i++) {
    const { id } = await server.post<Job>("/v1/jobs", {
      kind: "run",
      upload,
      config: i < 2 ? slow : quickConfig,
      seed: 7,
    });
    ids.push(id);
  }
  const running = async (): Promise<number> =>
    (await server.get<{ items: Job[] }>("/v1/jobs?limit=200&state=running")).items.length;
  while ((await running()) < 2) await sleep(50);
  await server.kill();
  const started = performance.now();
  await server.start();
  let jobs: Job[] = [];
  do {
    await sleep(250);
    jobs = (await server.get<{ items: Job[] }>("/v1/jobs?limit=200")).items;
  } while (jobs.some(({ state }) => ["queued", "running"].includes(state)));
  const seconds = (performance.now() - started) / 1000;
  const ends = ids.map((id) => countEnds(join(server.data, "jobs", "local", id, "events.jsonl")));
  const tables = jobs.flatMap(({ outputs }) =>
    outputs.filter(({ name }) => name === "table").map(({ sha256 }) => sha256),
  );
  const folders = readdirSync(join(server.data, "generated", "local")).length;
  await server.kill("SIGTERM");
  if (folders !== jobs.length || new Set(jobs.map(({ id }) => id)).size !== ids.length)
    throw new Error("a job was lost or doubled");
  return {
    jobs: ids.length,
    succeeded: jobs.filter(({ state }) => state === "succeeded").length,
    distinctTables: new Set(tables).size,
    twice: ends.filter((count) => count > 1).length,
    seconds,
  };
}

function countEnds(log: string): number {
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.includes('"state":"succeeded"')).length;
}
