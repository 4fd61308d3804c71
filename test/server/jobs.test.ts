import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ended,
  quickConfig,
  smallTable,
  startTestServer,
  type TestServer,
  upload,
} from "./serverForTests.ts";

let server: TestServer;
let table: string;
let run: string;

beforeAll(async () => {
  server = await startTestServer({ SYNDATA_MAX_ROWS: "5000", SYNDATA_CONCURRENCY: "1" });
  table = await upload(server, smallTable());
  const asked = await server.json<{ id: string }>("/v1/jobs", {
    kind: "run",
    upload: table,
    config: quickConfig,
    rows: 40,
  });
  expect(asked.status).toBe(202);
  run = asked.body.id;
});
afterAll(() => server.close());

test("a run makes a table and a model; its files carry their hash and can be read in parts", async () => {
  const job = await ended(server, run);
  expect(job.reason).toBeNull();
  expect(job.state).toBe("succeeded");
  const output = job.outputs.find(({ name }) => name === "table")!;
  const whole = Buffer.from(await (await server.call(`/v1/jobs/${run}/outputs/table`)).arrayBuffer());
  expect(createHash("sha256").update(whole).digest("hex")).toBe(output.sha256);
  expect(whole.toString().trim().split("\n")).toHaveLength(41);
  const part = await server.call(`/v1/jobs/${run}/outputs/table`, { headers: { range: "bytes=5-14" } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe(`bytes 5-14/${whole.length}`);
  expect(await part.text()).toBe(whole.subarray(5, 15).toString());
  const same = await server.call(`/v1/jobs/${run}/outputs/table`, {
    headers: { "if-none-match": `"${output.sha256}"` },
  });
  expect(same.status).toBe(304);
  const beyond = await server.call(`/v1/jobs/${run}/outputs/table`, {
    headers: { range: `bytes=${whole.length}-` },
  });
  expect(beyond.status).toBe(416);
});

test("events are replayed from where a client had come, and tell no path", async () => {
  await ended(server, run);
  const all = await (await server.call(`/v1/jobs/${run}/events`)).text();
  expect(all).not.toContain(server.data);
  const ids = [...all.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  expect(ids).toEqual(ids.map((_, i) => i + 1));
  const rest = await (
    await server.call(`/v1/jobs/${run}/events`, { headers: { "last-event-id": String(ids.length - 1) } })
  ).text();
  expect([...rest.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))).toEqual([ids.length]);
  expect(rest).toContain('"state":"succeeded"');
});

test("a model samples again, answers a probe, and its conditions hold", async () => {
  await ended(server, run);
  const probe = await server.json<{ rows: Record<string, unknown>[] }>(`/v1/models/${run}/probe`, {
    rows: 5,
    where: ["region=north"],
  });
  expect(probe.status).toBe(200);
  expect(probe.body.rows).toHaveLength(5);
  for (const row of probe.body.rows) expect(row["region"]).toBe("north");
  const sample = await server.json<{ id: string }>("/v1/jobs", { kind: "sample", model: run, rows: 7 });
  const job = await ended(server, sample.body.id);
  expect(job.state).toBe("succeeded");
  const text = await (await server.call(`/v1/jobs/${sample.body.id}/outputs/table`)).text();
  expect(text.trim().split("\n")).toHaveLength(8);
});

test("the same Idempotency-Key asks once; with another body it is refused", async () => {
  const ask = (rows: number) =>
    server.call("/v1/jobs", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "k1" },
      body: JSON.stringify({ kind: "run", upload: table, config: quickConfig, rows }),
    });
  const first = (await (await ask(20)).json()) as { id: string };
  const second = (await (await ask(20)).json()) as { id: string };
  expect(second.id).toBe(first.id);
  const third = await ask(21);
  expect(third.status).toBe(422);
  expect(((await third.json()) as { code: string }).code).toBe("key-reused");
  await ended(server, first.id);
});

test.for<[string, object, string, string, number]>([
  ["names a file to read", { source: { path: "/etc/passwd" } }, "/source/path", "path-not-allowed", 3],
  ["names a file to write", { output: { path: "../../out.csv" } }, "/output/path", "path-not-allowed", 3],
  ["has a key that is none", { modle: {} }, "/modle", "unknown-key", 2],
])("a config that %s is refused with its place", async ([, config, pointer, code, line]) => {
  const { status, body } = await server.json<{
    code: string;
    errors: { pointer: string; code: string; line: number }[];
  }>("/v1/jobs", {
    kind: "run",
    upload: table,
    config,
  });
  expect(status).toBe(422);
  expect(body.code).toBe("bad-config");
  expect(body.errors.find((error) => error.code === code)).toMatchObject({ pointer, line });
});

test("limits, unknown ids and damaged bodies are refused by name", async () => {
  const many = await server.json<{ code: string; limit: number }>("/v1/jobs", {
    kind: "run",
    upload: table,
    rows: 5001,
  });
  expect([many.status, many.body.code, many.body.limit]).toEqual([422, "limit-exceeded", 5000]);
  const none = await server.json<{ code: string }>("/v1/jobs", { kind: "run", upload: "a".repeat(26) });
  expect([none.status, none.body.code]).toEqual([404, "not-found"]);
  const path = await server.json<{ code: string }>("/v1/jobs", {
    kind: "run",
    upload: table,
    path: "/etc/passwd",
  });
  expect([path.status, path.body.code]).toEqual([422, "bad-input"]);
  const notebook = await server.json<{ code: string }>("/v1/jobs", { kind: "notebook", cells: [] });
  expect([notebook.status, notebook.body.code]).toEqual([422, "bad-input"]);
  const broken = await server.call("/v1/jobs", {
    method: "POST",
    body: "{",
    headers: { "content-type": "application/json" },
  });
  expect(broken.status).toBe(400);
  expect(broken.headers.get("content-type")).toContain("application/problem+json");
});

test("a bad table fails as bad input and shows none of its values", async () => {
  const canary = "CANARY-77-secret";
  const bad = await upload(
    server,
    `a,b\n1,2\n"${canary}\n3,4,5,6\n${canary},${canary},${canary}\n`,
    "bad.csv",
  );
  const profile = await server.call(`/v1/uploads/${bad}/profile`);
  const answers = [await profile.text()];
  const asked = await server.json<{ id: string }>("/v1/jobs", {
    kind: "run",
    upload: bad,
    config: { columns: { nothing: {} } },
  });
  const job = await ended(server, asked.body.id);
  answers.push(
    JSON.stringify(job),
    await (await server.call(`/v1/jobs/${job.id}/events`)).text(),
    await (await server.call("/metrics")).text(),
  );
  expect(job.state).toBe("failed");
  expect(job.reason?.code).toBe("bad-input");
  for (const answer of answers.slice(1)) expect(answer).not.toContain(canary);
  for (const file of ["audit.jsonl", `jobs/own/${job.id}/events.jsonl`, `jobs/own/${job.id}/state.json`])
    expect(readFileSync(join(server.data, file), "utf8")).not.toContain(canary);
});

test("a waiting and a running job can be cancelled, resumed and deleted", async () => {
  const slow = { model: { type: "ctgan", epochs: 3000 }, report: { enabled: false } };
  const first = (await server.json<{ id: string }>("/v1/jobs", { kind: "run", upload: table, config: slow }))
    .body.id;
  const second = (
    await server.json<{ id: string }>("/v1/jobs", { kind: "run", upload: table, config: quickConfig })
  ).body.id;
  const busy = await server.call(`/v1/uploads/${table}`, { method: "DELETE" });
  expect(busy.status).toBe(409);
  await server.call(`/v1/jobs/${second}/cancel`, { method: "POST" });
  expect((await ended(server, second)).state).toBe("cancelled");
  await server.call(`/v1/jobs/${first}/cancel`, { method: "POST" });
  expect((await ended(server, first)).state).toBe("cancelled");
  const resumed = await server.call(`/v1/jobs/${second}/resume`, { method: "POST" });
  expect(resumed.status).toBe(202);
  expect((await ended(server, second)).state).toBe("succeeded");
  expect((await server.call(`/v1/jobs/${second}/resume`, { method: "POST" })).status).toBe(409);
  expect((await server.call(`/v1/jobs/${first}`, { method: "DELETE" })).status).toBe(204);
  expect((await server.call(`/v1/jobs/${first}`)).status).toBe(404);
});

test("everything made from an upload goes with it", async () => {
  const own = await upload(server, smallTable(30), "gone.csv");
  const asked = await server.json<{ id: string }>("/v1/jobs", {
    kind: "run",
    upload: own,
    config: quickConfig,
  });
  await ended(server, asked.body.id);
  const sampled = await server.json<{ id: string }>("/v1/jobs", {
    kind: "sample",
    model: asked.body.id,
    rows: 3,
  });
  await ended(server, sampled.body.id);
  const gone = await server.call(`/v1/uploads/${own}?everything=true`, { method: "DELETE" });
  expect(await gone.json()).toEqual({ jobs: 2, models: 1 });
  const files = readdirSync(server.data, { recursive: true }).map(String);
  for (const id of [own, asked.body.id, sampled.body.id])
    expect(files.filter((file) => file.includes(id))).toEqual([]);
});

test("everything made from an upload can be deleted after the upload, by its tenant alone", async () => {
  const table = await upload(server, smallTable(30), "first.csv");
  const body = { kind: "run", upload: table, config: quickConfig };
  const { id } = (await server.json<{ id: string }>("/v1/jobs", body)).body;
  await ended(server, id);
  const remove = async (query = "", key = server.keys.own) => {
    const answer = await server.call(`/v1/uploads/${table}${query}`, { method: "DELETE", key });
    return [answer.status, ((await answer.json()) as { jobs?: number }).jobs];
  };
  expect(await remove()).toEqual([200, 0]);
  expect(await remove()).toEqual([404, undefined]);
  expect(await remove("?everything=true", server.keys.other)).toEqual([404, undefined]);
  expect((await server.call(`/v1/jobs/${id}`)).status).toBe(200);
  expect(await remove("?everything=true")).toEqual([200, 1]);
  expect((await server.call(`/v1/jobs/${id}`)).status).toBe(404);
  expect(await remove("?everything=true")).toEqual([404, undefined]);
});
