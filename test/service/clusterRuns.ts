import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../src/numerics/random.ts";
import { quickConfig, smallTable } from "../server/serverForTests.ts";
import { childrenOf } from "./childOf.ts";
import { allEnd, type Checked, endsIn, lockSeconds, tableOf, withCluster } from "./cluster.ts";
import { type ClusterJob, jobsOf, WorkerProcess } from "./clusterProcesses.ts";
import { type Database, freePort, startPostgres, startRedis } from "./databases.ts";
import { manyJobs } from "./manyJobs.ts";

/** kill -9 of the worker in each of several stages: the job ends by itself, to the bytes of one that was left in peace. */
export async function killWorkers(database: Database): Promise<Checked> {
  return await withCluster({ database, workers: 2 }, async (cluster) => {
    const { server } = cluster;
    const upload = await server.upload("people.csv", smallTable(400));
    const config = { model: { type: "ctgan", epochs: 60 }, report: { enabled: true } };
    const ask = async (): Promise<string> =>
      (await server.post<ClusterJob>("/v1/jobs", { kind: "run", upload, config, seed: 5, rows: 3000 })).id;
    const first = await ask();
    await allEnd(server);
    const wanted = tableOf((await jobsOf(server)).get(first)!);
    const stages = ["train", "sample", "assess"];
    let same = 0;
    let slowest = 0;
    let kills = 0;
    for (const stage of stages) {
      const id = await ask();
      let job: ClusterJob;
      do {
        await sleep(20);
        job = await server.get<ClusterJob>(`/v1/jobs/${id}`);
      } while (job.stage !== stage && job.state !== "succeeded");
      const holder = JSON.parse(
        readFileSync(join(server.data, "jobs", "local", id, "state.json"), "utf8"),
      ) as {
        readonly holder: { readonly pid: number } | null;
      };
      const at = cluster.workers.findIndex(({ child }) => child.pid === holder.holder?.pid);
      if (at >= 0) {
        const killed = Date.now();
        await cluster.workers[at]!.end();
        cluster.workers[at] = new WorkerProcess(server.data, cluster.env);
        while (job.attempt < 2 && job.state !== "succeeded") {
          await sleep(100);
          job = await server.get<ClusterJob>(`/v1/jobs/${id}`);
        }
        // one that had just ended was not interrupted
        if (job.attempt >= 2) {
          kills++;
          slowest = Math.max(slowest, Date.now() - killed);
        }
      }
      const ended = (await allEnd(server)).find((one) => one.id === id)!;
      if (ended.state === "succeeded" && tableOf(ended) === wanted) same++;
    }
    const bound = (lockSeconds * 1.25 + 15) * 1000;
    return {
      what: `kill -9 of a worker in ${stages.join(", ")} (${database.url.split(":")[0]}; lock ${lockSeconds} s)`,
      figure: `${kills} killed at work; ${same} of ${stages.length} ended with the same bytes; taken up again within ${(slowest / 1000).toFixed(1)} s`,
      passed: kills === stages.length && same === stages.length && slowest < bound,
    };
  });
}

/** The queue is killed and comes back empty while jobs wait and run: all end, each once. */
export async function loseQueue(): Promise<Checked> {
  const port = await freePort();
  return await withCluster({ database: await startRedis({ port }), workers: 2 }, async (cluster) => {
    const { server } = cluster;
    const upload = await server.upload("people.csv", smallTable());
    const ask = () =>
      server.post<ClusterJob>("/v1/jobs", { kind: "run", upload, config: quickConfig, seed: 7 });
    for (let i = 0; i < 12; i++) await ask();
    await cluster.database.kill();
    const asked = performance.now();
    const answer = await server.call("/v1/jobs", {
      method: "POST",
      body: JSON.stringify({ kind: "run", upload, config: quickConfig }),
      headers: { "content-type": "application/json" },
    });
    const refusedMs = performance.now() - asked;
    await sleep(15_000);
    cluster.database = await startRedis({ port });
    const back = Date.now();
    const jobs = await allEnd(server);
    const seconds = (Date.now() - back) / 1000;
    const tables = new Set(jobs.map(tableOf));
    const twice = jobs.filter(({ id }) => endsIn(server, id) !== 1).length;
    return {
      what: "Redis killed, 15 s gone, back empty, 12 jobs accepted before",
      figure: `POST answered ${answer.status} in ${refusedMs.toFixed(0)} ms; ${jobs.filter(({ state }) => state === "succeeded").length} of 12 ended well, ${twice} not exactly once, ${seconds.toFixed(0)} s after its return, ${tables.size} different tables`,
      passed:
        answer.status === 503 && refusedMs <= 1000 && jobs.length === 12 && twice === 0 && tables.size === 1,
    };
  });
}

/** A table of twelve columns as businesses have them. */
function ordersTable(rows: number): string {
  const random = new Random(11);
  const pick = (words: string): string => {
    const all = words.split(" ");
    return all[Math.floor(all.length * random.uniform() ** 1.5)]!;
  };
  const lines = Array.from({ length: rows }, () => {
    const age = 18 + Math.floor(60 * random.uniform());
    const pieces = 1 + Math.floor(9 * random.uniform() ** 3);
    const amount = (pieces * Math.exp(1 + age / 40 + random.normal())).toFixed(2);
    const day = new Date(1.6e12 + Math.floor(900 * random.uniform()) * 864e5).toISOString().slice(0, 10);
    const words = [
      pick("web shop phone agent"),
      pick("DE AT CH FR IT NL BE PL CZ"),
      pick("new open paid sent back"),
    ];
    const rest = [
      pick("card bill cash"),
      pick("a b c d e f g h"),
      (100 * random.uniform()).toFixed(1),
      random.uniform() < 0.2,
    ];
    return [age, pieces, amount, day, ...words, ...rest, Math.floor(5 * random.uniform())].join();
  });
  return `age,pieces,amount,day,channel,country,state,payment,group,score,gift,stars\n${lines.join("\n")}\n`;
}

/** `SYNDATA_SHARD_ROWS` sets it; 1,048,576 is what the service has. */
const shardRows = Number(process.env["SYNDATA_SHARD_ROWS"] ?? 65_536);

/**
 * One table in parts by 1, 2 and 4 workers, one thread each, and one of the four killed: equal bytes; two take 1 / 1.8 of the time of one
 * at most, and 1.1 of its processor time.
 */
export async function shards(rows: number, shardRows: number): Promise<Checked> {
  const hashes = new Set<string>();
  const clock: number[] = [];
  const processor: number[] = [];
  const counts = [1, 2, 4];
  for (const count of counts)
    await withCluster(
      { database: await startRedis(), workers: count, settings: { SYNDATA_MAX_ROWS: String(rows) } },
      async ({ server, workers }) => {
        const upload = await server.upload("orders.csv", ordersTable(3000));
        const config = { model: { type: "circuit" }, report: { enabled: false } };
        const { id: model } = await server.post<ClusterJob>("/v1/jobs", {
          kind: "run",
          upload,
          config,
          seed: 5,
        });
        await allEnd(server);
        const used = () => workers.reduce((sum, worker) => sum + worker.processorSeconds(), 0);
        const before = used();
        const started = performance.now();
        await server.post("/v1/jobs", { kind: "sample", model, rows, shardRows, seed: 3 });
        if (count === 4) {
          await sleep(3000);
          await workers[1]!.end();
        }
        const jobs = await allEnd(server);
        clock.push((performance.now() - started) / 1000);
        if (count < 4) processor.push(used() - before);
        hashes.add(tableOf(jobs.find((job) => job.id !== model)!) ?? "none");
      },
    );
  const faster = clock[0]! / clock[1]!;
  const more = processor[1]! / processor[0]!;
  return {
    what: `${Math.ceil(rows / shardRows)} parts of ${shardRows} rows on ${availableParallelism()} cores by ${counts.join(", ")} workers, one of the 4 killed`,
    figure: `${hashes.size === 1 ? "the same table" : `${hashes.size} different tables`}; ${clock.map((s) => s.toFixed(1)).join(", ")} s; two workers ${faster.toFixed(2)} × as fast as one, with ${more.toFixed(2)} × its processor time (${processor.map((s) => s.toFixed(0)).join(", ")} s)`,
    passed: hashes.size === 1 && !hashes.has("none") && faster >= 1.8 && more <= 1.1,
  };
}

/** A job whose child is killed at every start ends with its class; the one beside it is unharmed. */
export async function poison(): Promise<Checked> {
  return await withCluster({ database: await startRedis(), workers: 2 }, async ({ server }) => {
    const upload = await server.upload("people.csv", smallTable(400));
    const slow = { model: { type: "ctgan", epochs: 3000 }, report: { enabled: false } };
    const { id } = await server.post<ClusterJob>("/v1/jobs", { kind: "run", upload, config: slow });
    const beside = await server.post<ClusterJob>("/v1/jobs", { kind: "run", upload, config: quickConfig });
    let kills = 0;
    for (let attempt = 1; attempt <= 3; attempt++) {
      let job: ClusterJob;
      do {
        await sleep(100);
        job = await server.get<ClusterJob>(`/v1/jobs/${id}`);
      } while (job.stage !== "train" || job.attempt < attempt);
      for (const pid of childrenOf(server.data, "local", id)) {
        process.kill(pid, "SIGKILL");
        kills++;
      }
    }
    const jobs = await allEnd(server);
    const job = jobs.find((one) => one.id === id)!;
    const other = jobs.find((one) => one.id === beside.id)!;
    return {
      what: "a job whose child is killed at every start",
      figure: `${kills} kills: ${job.state}, ${job.reason?.code}; the job beside it ${other.state}`,
      passed: job.state === "failed" && job.reason?.code === "oom" && other.state === "succeeded",
    };
  });
}

/** All long checks, one after another; or those of these names. */
export async function measureCluster(full: boolean, only?: readonly string[]): Promise<Checked[]> {
  const checks: Readonly<Record<string, () => Promise<Checked>>> = {
    killOnRedis: async () => await killWorkers(await startRedis()),
    killOnPostgres: async () => await killWorkers(await startPostgres()),
    loseQueue,
    poison,
    shards: () => shards(64 * shardRows, shardRows),
    manyJobs: () => (full ? manyJobs(1000, 30) : manyJobs(200, 12)),
  };
  const results: Checked[] = [];
  for (const name of only ?? Object.keys(checks)) {
    const check = checks[name];
    if (check === undefined)
      throw new RangeError(`no check ${name}; there are ${Object.keys(checks).join(", ")}`);
    results.push(await check());
  }
  return results;
}
