import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idOfKey } from "../../src/service/ids.ts";
import {
  ended,
  quickConfig,
  smallTable,
  startTestServer,
  type TestServer,
  upload,
} from "./serverForTests.ts";

const slow = { model: { type: "ctgan", epochs: 3000 }, report: { enabled: false } };
/** Milliseconds between asking for a job and cancelling it: on its way into the queue, taken, starting its child, at work. */
const delays = [0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 40, 80, 160, 320];

let server: TestServer;
let table: string;

beforeAll(async () => {
  server = await startTestServer({ SYNDATA_CONCURRENCY: "1" });
  table = await upload(server, smallTable());
});
afterAll(() => server.close());

async function ask(config: object): Promise<string> {
  return (await server.json<{ id: string }>("/v1/jobs", { kind: "run", upload: table, config })).body.id;
}

async function cancel(id: string): Promise<{ readonly status: number; readonly state: string }> {
  const answer = await server.call(`/v1/jobs/${id}/cancel`, { method: "POST" });
  return { status: answer.status, state: ((await answer.json()) as { state: string }).state };
}

test("a job is cancelled whenever it is asked to stop, and the one behind it goes on", async () => {
  for (const delay of delays) {
    const id = await ask(slow);
    await sleep(delay);
    expect((await cancel(id)).state, `after ${delay} ms`).toMatch(/^cancell/);
    expect((await ended(server, id)).state, `after ${delay} ms`).toBe("cancelled");
  }
  expect((await ended(server, await ask(quickConfig))).state).toBe("succeeded");
});

test("a job that is cancelled while it is resumed stays cancelled", async () => {
  const id = await ask(slow);
  await cancel(id);
  for (const delay of delays.slice(0, 8)) {
    await ended(server, id);
    const resumed = server.call(`/v1/jobs/${id}/resume`, { method: "POST" });
    await sleep(delay);
    // before its place in the queue is given back it counts as cancelled still
    await Promise.all([resumed, cancel(id)]);
    await cancel(id);
    expect((await ended(server, id)).state, `after ${delay} ms`).toBe("cancelled");
  }
});

test("a job can be cancelled before the answer to its request has come", async () => {
  for (const delay of delays.slice(0, 10)) {
    const key = `cancelled-at-${delay}`;
    const asked = server.call("/v1/jobs", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ kind: "run", upload: table, config: slow }),
    });
    await sleep(delay);
    const id = idOfKey("own", key);
    const answer = await cancel(id);
    expect((await asked).status).toBe(202);
    if (answer.status === 404) await cancel(id);
    expect((await ended(server, id)).state, `after ${delay} ms`).toBe("cancelled");
  }
});
