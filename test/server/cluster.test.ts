import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ClusterWorker } from "../../src/service/cluster/clusterWorker.ts";
import { readSettings } from "../../src/service/settings.ts";
import { startInProcess } from "../../src/worker/inProcess.ts";
import { type Database, freePort, startRedis } from "../service/databases.ts";
import {
  ended,
  quickConfig,
  smallTable,
  startTestServer,
  type TestServer,
  upload,
} from "./serverForTests.ts";

vi.setConfig({ testTimeout: 180_000 });
const data = mkdtempSync(join(tmpdir(), "syndata-cluster-"));
let redis: Database;
let server: TestServer;
let alone: TestServer;
let table: string;
const workers: ClusterWorker[] = [];
const env = () => ({
  SYNDATA_QUEUE: redis.url,
  SYNDATA_QUEUE_LOCK_SECONDS: "2",
  SYNDATA_CONCURRENCY: "1",
  SYNDATA_THREADS: "1",
});
const openWorker = () =>
  ClusterWorker.open({
    settings: readSettings({ ...env(), SYNDATA_DATA: data }),
    workerScript: resolve("dist/worker.cjs"),
    warn: () => undefined,
  });

beforeAll(async () => {
  redis = await startRedis({ port: await freePort() });
  server = await startTestServer(env(), data);
  alone = await startTestServer({ SYNDATA_CONCURRENCY: "1", SYNDATA_THREADS: "1" });
  table = await upload(server, smallTable());
  workers.push(await openWorker());
});
afterAll(async () => {
  for (const worker of workers) await worker.close();
  await server.close();
  await alone.close();
  await redis.stop();
  rmSync(data, { recursive: true, force: true });
});

const submit = async (body: object) =>
  await server.json<{ id: string; code?: string }>("/v1/jobs", { kind: "run", upload: table, ...body });
const readJob = async (id: string) =>
  (await (await server.call(`/v1/jobs/${id}`)).json()) as { state: string; position: number | null };
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2400; i++) {
    if (await holds()) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error("it did not come to that");
}

test("a worker makes the bytes that a server alone makes, and its events reach clients of the server", async () => {
  const { body } = await submit({ config: quickConfig, rows: 40, seed: 3 });
  const events = await (await server.call(`/v1/jobs/${body.id}/events`)).text();
  expect(events).toContain('"stage":"sample"');
  const ids = [...events.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  expect(ids).toEqual(ids.map((_, i) => i + 1));
  const job = await ended(server, body.id);
  expect(job.state).toBe("succeeded");
  const other = await alone.json<{ id: string }>("/v1/jobs", {
    kind: "run",
    upload: await upload(alone, smallTable()),
    config: quickConfig,
    rows: 40,
    seed: 3,
  });
  const sha = (outputs: (typeof job)["outputs"]) => outputs.find(({ name }) => name === "table")!.sha256;
  expect(sha((await ended(alone, other.body.id)).outputs)).toBe(sha(job.outputs));
  const probe = await server.json<{ rows: unknown[] }>(`/v1/models/${body.id}/probe`, { rows: 3 });
  expect(probe.body.rows).toHaveLength(3);
  const queue = (await (await server.call("/v1/queue")).json()) as { workers: { pid: number }[] };
  expect(queue.workers.map(({ pid }) => pid)).toEqual([process.pid]);
});

test("a running job is cancelled elsewhere, a waiting one at once; one that is given back continues", async () => {
  const slow = { config: { model: { type: "ctgan", epochs: 3000 }, report: { enabled: false } } };
  const first = (await submit(slow)).body.id;
  const second = (await submit(slow)).body.id;
  await until(async () => (await readJob(first)).state === "running");
  expect((await readJob(second)).state).toBe("queued");
  expect(
    ((await (await server.call(`/v1/jobs/${second}/cancel`, { method: "POST" })).json()) as { state: string })
      .state,
  ).toBe("cancelled");
  const asked = await server.call(`/v1/jobs/${first}/cancel`, { method: "POST" });
  expect(((await asked.json()) as { state: string }).state).toBe("cancelling");
  expect((await ended(server, first)).state).toBe("cancelled");

  const third = (await submit(slow)).body.id;
  await until(async () => (await readJob(third)).state === "running");
  await workers.pop()!.close();
  await until(async () => (await readJob(third)).state === "queued");
  workers.push(await openWorker());
  await until(async () => (await readJob(third)).state === "running");
  await server.call(`/v1/jobs/${third}/cancel`, { method: "POST" });
  const job = await ended(server, third);
  expect([job.state, job.attempt]).toEqual(["cancelled", 2]);
});

test("two workers make a table in parts: the bytes of a server alone", async () => {
  const trained = (await submit({ config: quickConfig, rows: 40, seed: 3 })).body.id;
  expect((await ended(server, trained)).state).toBe("succeeded");
  workers.push(await openWorker());
  const rows = { rows: 7500, seed: 9, shardRows: 1000 };
  const asked = await server.json<{ id: string }>("/v1/jobs", { kind: "sample", model: trained, ...rows });
  const parts = await server.json<{ id: string }>("/v1/jobs", {
    kind: "sample",
    model: trained,
    ...rows,
    parts: true,
  });
  const whole = await ended(server, asked.body.id);
  expect(whole.state).toBe("succeeded");
  const table = await (await server.call(`/v1/jobs/${asked.body.id}/outputs/table`)).text();
  const names = (await ended(server, parts.body.id)).outputs.map(({ name }) => name);
  expect(names).toEqual([...Array.from({ length: 8 }, (_, i) => `part-0000${i}.csv`), "manifest.json"]);
  let joined = "";
  for (const name of names.slice(0, -1))
    joined += await (await server.call(`/v1/jobs/${parts.body.id}/outputs/${name}`)).text();
  expect(joined).toBe(table);
  expect(table.split("\n")).toHaveLength(7502);
  const model = join(data, "models", "own", trained, "model.synthmodel");
  const local = join(data, "local.csv");
  await startInProcess("sample", { model, ...rows, out: local }).result;
  expect(readFileSync(local, "utf8")).toBe(table);
});

test("while the queue is gone nothing is accepted and all is answered; what it lost is put in again", async () => {
  for (const worker of workers.splice(0)) await worker.close();
  const { body } = await submit({ config: quickConfig, rows: 10 });
  // the queue holds ids and tenants, nothing of what was asked for; a slow one takes a job after the answer
  const readKept = () =>
    execFileSync("redis-cli", ["-p", String(redis.port), "hgetall", `syndata:train:${body.id}`], {
      encoding: "utf8",
    });
  await until(async () => readKept().trim() !== "");
  const kept = readKept();
  expect(kept).toContain('{"tenant":"own"}');
  expect(kept.replaceAll(body.id, "").length).toBeLessThan(500);
  await redis.kill();
  const refused = await submit({ config: quickConfig });
  expect([refused.status, refused.body.code]).toEqual([503, "unavailable"]);
  expect((await server.call("/readyz")).status).toBe(503);
  expect((await readJob(body.id)).state).toBe("queued");
  // it comes back empty
  redis = await startRedis({ port: redis.port });
  workers.push(await openWorker());
  expect((await ended(server, body.id)).state).toBe("succeeded");
});

test("a worker of another version is refused", async () => {
  const path = join(data, "cluster.json");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, JSON.stringify({ version: "0.0.1" }));
  await expect(openWorker()).rejects.toThrow(
    /the server of .* is 0\.0\.1; run the same version on all machines/,
  );
  writeFileSync(path, before);
  expect(existsSync(join(data, "workers"))).toBe(true);
});
