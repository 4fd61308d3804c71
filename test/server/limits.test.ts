import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { childrenOf } from "../service/childOf.ts";
import { ended, quickConfig, smallTable, startTestServer, upload } from "./serverForTests.ts";

vi.setConfig({ testTimeout: 180_000 });
const folders: string[] = [];
function newFolder(): string {
  folders.push(mkdtempSync(join(tmpdir(), "syndata-limits-")));
  return folders.at(-1)!;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const inUploads = (data: string): string[] =>
  existsSync(join(data, "uploads/own")) ? readdirSync(join(data, "uploads/own")) : [];

test("what a tenant may keep is bounded, each for itself; so are rows, and nothing is left of what is refused", async () => {
  const data = newFolder();
  const table = smallTable();
  const server = await startTestServer(
    { SYNDATA_QUOTA_BYTES: String(table.length + 10), SYNDATA_MAX_ROWS: "50" },
    data,
  );
  const send = async (key: string) =>
    await server.call("/v1/uploads", {
      method: "POST",
      body: table,
      headers: { "x-filename": "people.csv", "content-type": "text/csv" },
      key,
    });
  const first = await send(server.keys.own);
  expect(first.status).toBe(201);
  const { id } = (await first.json()) as { id: string };
  const second = await send(server.keys.own);
  expect(((await second.json()) as { code: string }).code).toBe("quota-exceeded");
  expect((await send(server.keys.other)).status).toBe(201);
  expect(inUploads(data)).toEqual([id]);
  const many = await server.json<{ code: string; limit: number }>("/v1/jobs", {
    kind: "run",
    upload: id,
    rows: 51,
  });
  expect([many.body.code, many.body.limit]).toEqual(["limit-exceeded", 50]);
  expect((await server.call(`/v1/uploads/${id}`, { method: "DELETE" })).status).toBe(200);
  expect((await send(server.keys.own)).status).toBe(201);
  await server.close();

  // a disk that is full: refused before a byte is kept
  const full = await startTestServer({ SYNDATA_MIN_FREE_BYTES: String(2 ** 50) }, newFolder());
  const answer = await full.call("/v1/uploads", {
    method: "POST",
    body: table,
    headers: { "x-filename": "people.csv", "content-type": "text/csv" },
  });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([507, "disk-full"]);
  expect(inUploads(full.data)).toEqual([]);
  await full.close();
});

test("past their days, uploads and results go, with a line in the audit log; models stay", async () => {
  const data = newFolder();
  const first = await startTestServer({}, data);
  const id = await upload(first, smallTable());
  const { body } = await first.json<{ id: string }>("/v1/jobs", {
    kind: "run",
    upload: id,
    config: quickConfig,
  });
  expect((await ended(first, body.id)).state).toBe("succeeded");
  await first.close();
  const later = await startTestServer(
    { SYNDATA_RETAIN_UPLOADS: "0.000000001", SYNDATA_RETAIN_OUTPUTS: "0.000000001" },
    data,
  );
  expect((await later.call(`/v1/uploads/${id}`)).status).toBe(404);
  expect((await later.call(`/v1/jobs/${body.id}`)).status).toBe(404);
  expect((await later.call(`/v1/models/${body.id}`)).status).toBe(200);
  expect(inUploads(data)).toEqual([]);
  expect(existsSync(join(data, "generated/own", body.id))).toBe(false);
  const audit = readFileSync(join(data, "audit.jsonl"), "utf8");
  for (const what of [`upload/${id}`, `job/${body.id}`])
    expect(audit).toMatch(new RegExp(`"expire","what":"${what}"`));
  await later.close();
});

test("a job whose process is killed at every start ends with its class after three; the next one is unharmed", async () => {
  const server = await startTestServer({ SYNDATA_CONCURRENCY: "1" }, newFolder());
  const id = await upload(server, smallTable());
  const config = { model: { type: "ctgan", epochs: 3000 }, report: { enabled: false } };
  const { body } = await server.json<{ id: string }>("/v1/jobs", { kind: "run", upload: id, config });
  const next = await server.json<{ id: string }>("/v1/jobs", {
    kind: "run",
    upload: id,
    config: quickConfig,
  });
  let kills = 0;
  for (let attempt = 1; attempt <= 3; attempt++) {
    for (;;) {
      const job = (await (await server.call(`/v1/jobs/${body.id}`)).json()) as {
        stage: string;
        attempt: number;
      };
      if (job.stage === "train" && job.attempt === attempt) break;
      await new Promise((again) => setTimeout(again, 50));
    }
    for (const pid of childrenOf(server.data, "own", body.id)) {
      process.kill(pid, "SIGKILL");
      kills++;
    }
  }
  const job = await ended(server, body.id);
  expect([kills, job.state, job.reason?.code, job.attempt]).toEqual([3, "failed", "oom", 3]);
  expect((await ended(server, next.body.id)).state).toBe("succeeded");
  await server.close();
});
