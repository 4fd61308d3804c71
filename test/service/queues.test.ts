import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EmbeddedQueue } from "../../src/service/queue/embeddedQueue.ts";
import type { JobQueue, QueuedJob } from "../../src/service/queue/jobQueue.ts";
import { SharedQueue } from "../../src/service/queue/sharedQueue.ts";
import { UserError } from "../../src/table/userError.ts";
import { type Database, freePort, startPostgres, startRedis } from "./databases.ts";

/** Every queue keeps the same promises. */
const databases: Record<string, Database> = {};
beforeAll(async () => {
  [databases["redis"], databases["postgres"]] = await Promise.all([startRedis(), startPostgres()]);
}, 60_000);
afterAll(async () => {
  await Promise.all(Object.values(databases).map((database) => database.stop()));
});

let spaces = 0;
const open = async (kind: string, maxPerTenant: number, namespace = `n${++spaces}`): Promise<JobQueue> =>
  kind === "embedded"
    ? new EmbeddedQueue(maxPerTenant)
    : await SharedQueue.open({
        url: databases[kind]!.url,
        maxPerTenant,
        adds: true,
        namespace,
        lockMs: 3000,
        stalledMs: 500,
        laterMs: 50,
        syncMs: 100,
      });
const job = (id: string, tenant = "a", priority = 0): QueuedJob => ({ id, tenant, lane: "train", priority });
const soon = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !holds(); i++) await soon();
  expect(holds()).toBe(true);
}

describe.each(["embedded", "redis", "postgres"])("the queue on %s", (kind) => {
  it("does every job once, never more of a tenant at once than allowed, nor more than there are slots", async () => {
    const queue = await open(kind, 2);
    const done: string[] = [];
    const running = new Map<string, number>();
    const most = { tenant: 0, all: 0 };
    for (const lane of ["train", "light"] as const)
      queue.work(lane, 2, async ({ id, tenant }) => {
        running.set(tenant, (running.get(tenant) ?? 0) + 1);
        most.tenant = Math.max(most.tenant, ...running.values());
        most.all = Math.max(
          most.all,
          [...running.values()].reduce((a, b) => a + b, 0),
        );
        await soon(2);
        running.set(tenant, running.get(tenant)! - 1);
        done.push(id);
        return "done";
      });
    const ids = Array.from({ length: 24 }, (_, i) => `job${i}`);
    const asked = ids.map(async (id, i) => {
      const one = {
        id,
        tenant: "abc"[i % 3]!,
        lane: i % 4 === 0 ? "light" : "train",
        priority: i % 5,
      } as const;
      const answers = await Promise.all([queue.add(one), queue.add(one)]);
      expect(answers.sort()).toEqual(["added", "there"]);
    });
    await Promise.all(asked);
    await until(() => done.length >= ids.length);
    expect(done.toSorted()).toEqual(ids.toSorted());
    expect(most.tenant).toBeLessThanOrEqual(2);
    expect(most.all).toBeLessThanOrEqual(4);
    await until(() => ids.every((id) => !queue.has(id)));
    await queue.close("shutdown");
  });

  it("starts lower priorities first, equal ones in order; a removed job never starts", async () => {
    const queue = await open(kind, 5);
    for (const [id, priority] of [
      ["late", 5],
      ["first", 1],
      ["second", 1],
      ["gone", 0],
    ] as const)
      await queue.add(job(id, "a", priority));
    expect(["first", "second", "late"].map((id) => queue.position(id))).toEqual([1, 2, 3]);
    expect(queue.counts().train).toEqual({ waiting: 4, running: 0 });
    expect(await queue.remove("gone")).toBe(true);
    expect(await queue.remove("gone")).toBe(false);
    const order: string[] = [];
    queue.work("train", 1, async ({ id }) => {
      order.push(id);
      return "done";
    });
    await until(() => order.length === 3);
    expect(order).toEqual(["first", "second", "late"]);
    await queue.close("shutdown");
  });

  it("lets a tenant with few jobs wait no longer than twice its fair share behind one with many", async () => {
    const queue = await open(kind, 2);
    const done: string[] = [];
    // priorities as the service gives them: the tenant's unfinished jobs
    for (let i = 1; i <= 30; i++) await queue.add(job(`many${i}`, "many", i));
    queue.work("train", 2, async ({ id }) => {
      await soon(3);
      done.push(id);
      return "done";
    });
    await until(() => done.length >= 4);
    const before = done.length;
    for (let i = 1; i <= 4; i++) await queue.add(job(`few${i}`, "few", i));
    await until(() => done.filter((id) => id.startsWith("few")).length === 4);
    // served in turn, the fourth ends as the eighth
    expect(done.indexOf("few4") + 1 - before).toBeLessThanOrEqual(16);
    await queue.close("shutdown");
  });

  it("starts a job again that is not done, and asks one to stop", async () => {
    const queue = await open(kind, 5);
    const outcomes = ["again", "later", "done"] as const;
    let starts = 0;
    let stopped: unknown;
    queue.work("train", 1, async () => outcomes[starts++]!);
    queue.work("light", 1, async (_job, signal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      stopped = signal.reason;
      return "done";
    });
    await queue.add(job("thrice"));
    await queue.add({ ...job("endless"), lane: "light" });
    await until(() => starts === 3 && queue.counts().light.running === 1);
    expect(await queue.remove("endless")).toBe(false);
    expect(queue.abort("endless", "cancel")).toBe(true);
    await until(() => stopped === "cancel" && !queue.has("endless") && !queue.has("thrice"));
    expect(queue.abort("endless", "cancel")).toBe(false);
    expect(starts).toBe(3);
    await queue.close("shutdown");
  });

  it("closing asks running jobs to stop, waits for them, and starts no other", async () => {
    const queue = await open(kind, 5);
    const ran: string[] = [];
    let begun = false;
    queue.work("train", 1, async ({ id }, signal) => {
      begun = true;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ran.push(`${id} ${String(signal.reason)}`);
      return "again";
    });
    expect(await queue.ready()).toBe(true);
    await queue.add(job("one"));
    await queue.add(job("two"));
    // a job that the database has handed out and that has not begun is only given back
    await until(() => begun && queue.counts().train.running === 1);
    await queue.close("shutdown");
    expect(ran).toEqual(["one shutdown"]);
    expect(await queue.ready()).toBe(false);
  });
});

describe.each(["redis", "postgres"])("several processes on %s", (kind) => {
  it("a job that one gives back is done by another, and one that the database lost is known to be lost", async () => {
    const space = `n${++spaces}`;
    const server = await open(kind, 5, space);
    const first = await SharedQueue.open({
      url: databases[kind]!.url,
      maxPerTenant: 5,
      adds: false,
      namespace: space,
    });
    let begun = false;
    first.work("train", 1, async (_job, signal) => {
      begun = true;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return "again";
    });
    await server.add(job("handed"));
    await until(() => begun);
    await first.close("shutdown");
    const second = await SharedQueue.open({
      url: databases[kind]!.url,
      maxPerTenant: 5,
      adds: false,
      namespace: space,
    });
    const done: string[] = [];
    second.work("train", 1, async ({ id, tenant }) => {
      done.push(`${id} of ${tenant}`);
      return "done";
    });
    await until(() => done.length === 1 && !server.has("handed"));
    expect(done).toEqual(["handed of a"]);
    await second.close("shutdown");

    await server.add(job("kept"));
    await server.sync();
    expect(server.has("kept")).toBe(true);
    await server.remove("kept");
    expect(server.has("kept")).toBe(false);
    await server.close("shutdown");
  });
});

describe("what is refused", () => {
  it("an evicting Redis, a database that is not there, an address that is none", async () => {
    const evicting = await startRedis({ policy: "allkeys-lru" });
    const opening = (url: string) => SharedQueue.open({ url, maxPerTenant: 1, adds: true });
    await expect(opening(evicting.url)).rejects.toThrow(
      /maxmemory-policy is allkeys-lru, .* set it to noeviction/,
    );
    await evicting.stop();
    const nowhere = opening(`redis://user:secret@127.0.0.1:${await freePort()}`);
    await expect(nowhere).rejects.toThrow(/cannot use the queue at redis:\/\/127\.0\.0\.1:\d+/);
    await expect(nowhere).rejects.not.toThrow("secret");
    for (const url of ["ftp://x", "nonsense", "redis"]) await expect(opening(url)).rejects.toThrow(UserError);
  });

  it("work, while the database is gone: it says so within a second and takes the job on later", async () => {
    const port = await freePort();
    const before = await startRedis({ port });
    const queue = await SharedQueue.open({ url: before.url, maxPerTenant: 5, adds: true });
    await queue.add(job("lost"));
    await before.kill();
    expect(await queue.ready()).toBe(false);
    await queue.add(job("held"));
    const after = await startRedis({ port });
    for (let i = 0; i < 400 && !(await queue.ready()); i++) await soon(10);
    await queue.sync();
    expect([queue.has("lost"), queue.has("held")]).toEqual([false, true]);
    const done: string[] = [];
    queue.work("train", 1, async ({ id }) => {
      done.push(id);
      return "done";
    });
    await until(() => done.length === 1);
    expect(done).toEqual(["held"]);
    await queue.close("shutdown");
    await after.stop();
  });
});
