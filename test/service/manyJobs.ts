import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { quickConfig, smallTable } from "../server/serverForTests.ts";
import { type Checked, endsIn, lockSeconds, withCluster } from "./cluster.ts";
import { startRedis } from "./databases.ts";
import { makeNetworks, type Networks } from "./networks.ts";
import type { ServerProcess } from "./serverProcess.ts";

interface EndedJob {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly ended: string | null;
}

/** One tenant asks for most of the jobs, three others for a tenth each. */
const shares = { many: 0.7, north: 0.1, east: 0.1, south: 0.1 } as const;
const fakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/**
 * Small jobs of four tenants on three workers, each in a network and a process namespace of its own, one of them with a clock that is an
 * hour ahead; the cable of another is cut for `cutSeconds` while it works. Each job ends once, and nobody waits for more than twice
 * their fair share. Where namespaces are not allowed, the workers share the network of this machine.
 */
export async function manyJobs(count: number, cutSeconds: number): Promise<Checked> {
  const made = makeNetworks(3);
  const networks = typeof made === "string" ? undefined : made;
  if (typeof made === "string") console.log(made);
  const hasFakeTime = existsSync(fakeTime);
  if (!hasFakeTime) console.log("no worker has a wrong clock: the package libfaketime is not installed");
  const database = await startRedis({ addresses: networks?.addresses ?? [] });
  try {
    return await withCluster(
      {
        database,
        workers: 3,
        settings: { SYNDATA_MAX_RUNNING: "2" },
        ofWorker: (worker) => ({
          prefix: networks?.prefixes[worker] ?? [],
          settings: {
            ...(networks !== undefined && {
              SYNDATA_QUEUE: `redis://${networks.addresses[worker]}:${database.port}`,
            }),
            ...(worker === 2 &&
              hasFakeTime && { LD_PRELOAD: fakeTime, FAKETIME: "+3600s", FAKETIME_DONT_FAKE_MONOTONIC: "1" }),
          },
        }),
      },
      async ({ server }) => await askMany(server, networks, { count, cutSeconds, wrongClock: hasFakeTime }),
    );
  } finally {
    networks?.remove();
  }
}

async function askMany(
  server: ServerProcess,
  networks: Networks | undefined,
  { count, cutSeconds, wrongClock }: { count: number; cutSeconds: number; wrongClock: boolean },
): Promise<Checked> {
  const tenants = await Promise.all(Object.keys(shares).map((name) => trained(server, name)));
  const started = Date.now();
  for (const { name, call, model } of tenants)
    for (let i = 0; i < Math.round(count * shares[name as keyof typeof shares]); i++)
      await call("/v1/jobs", { kind: "sample", model, rows: 10, seed: i });
  const asked = Date.now();
  if (networks !== undefined) {
    networks.cut(1);
    await sleep(cutSeconds * 1000);
    networks.join(1);
  }
  const ended = (await Promise.all(tenants.map(({ name, call }) => allOf(name, call)))).flat();
  // by the clock of the file system: that of a worker may be wrong
  const timeOf = ({ tenant, id }: { readonly tenant: string; readonly id: string }) =>
    statSync(join(server.data, "jobs", tenant, id, "state.json")).mtimeMs;
  const times = ended.map(timeOf);
  const before = times.filter((time) => time < asked).length;
  // while four tenants have jobs, each job of a tenant may wait for three of the others
  const waits = tenants.slice(1).map(({ name }) => {
    const own = ended.filter((job) => job.tenant === name).map(timeOf);
    const last = Math.max(...own);
    const left = own.filter((time) => time >= asked).length;
    return left === 0 ? 0 : (times.filter((time) => time <= last).length - before) / (left * 4);
  });
  const twice = ended.filter(({ id, tenant }) => endsIn(server, id, tenant) !== 1).length;
  const succeeded = ended.filter(({ state }) => state === "succeeded").length;
  const slowest = Math.max(...waits);
  return {
    what: `${count} small jobs of four tenants on three workers${networks === undefined ? "" : `, each in a network of its own, one cut off for ${cutSeconds} s`}${wrongClock ? ", one with its clock an hour ahead" : ""} (lock ${lockSeconds} s)`,
    figure: `${succeeded} results, ${twice} not exactly once, ${((Date.now() - started) / 1000).toFixed(0)} s; the tenant that waited longest waited ${slowest.toFixed(2)} × its fair share`,
    passed: succeeded === count && ended.length === count && twice === 0 && slowest <= 2,
  };
}

type Call = <T>(path: string, body?: unknown) => Promise<T>;

/** A tenant with a model of its own. */
async function trained(
  server: ServerProcess,
  name: string,
): Promise<{ readonly name: string; readonly call: Call; readonly model: string }> {
  const key = keyOf(server.data, name);
  const call = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await server.call(path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${key}`,
        ...(typeof body === "string"
          ? { "content-type": "text/csv", "x-filename": "people.csv" }
          : body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { id: upload } = await call<{ id: string }>("/v1/uploads", smallTable());
  const { id: model } = await call<{ id: string }>("/v1/jobs", { kind: "run", upload, config: quickConfig });
  for (;;) {
    const { state } = await call<EndedJob>(`/v1/jobs/${model}`);
    if (state === "succeeded") return { name, call, model };
    if (state === "failed") throw new Error(`the model of ${name} was not trained`);
    await sleep(200);
  }
}

function keyOf(data: string, tenant: string): string {
  const made = spawnSync(
    process.execPath,
    ["dist/cli.cjs", "keys", "add", tenant, "--tenant", tenant, "--scope", "jobs"],
    { env: { ...process.env, SYNDATA_DATA: data }, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  return made.stdout.trim();
}

/** The sample jobs of a tenant, once all have ended. */
async function allOf(tenant: string, call: Call): Promise<(EndedJob & { readonly tenant: string })[]> {
  for (;;) {
    const found: EndedJob[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page: { items: EndedJob[]; next: string | null } = await call(
        `/v1/jobs?limit=200&kind=sample${more}`,
      );
      found.push(...page.items);
      cursor = page.next;
    }
    if (found.every(({ ended }) => ended !== null)) return found.map((job) => ({ ...job, tenant }));
    await sleep(1000);
  }
}
