import { copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunEvent } from "../../src/protocol/run.ts";
import { WorkerClient } from "../../src/worker/client.ts";
import { WorkerCrash } from "../../src/worker/workerCrash.ts";
import { examples, scratchFolder } from "../cli/runCli.ts";

const folder = scratchFolder();
const client = new WorkerClient(resolve("dist/worker.cjs"));
const config = join(folder, "p.synth.json");

beforeAll(() => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  writeFileSync(
    config,
    JSON.stringify({
      version: 1,
      source: { path: "penguins.csv" },
      model: { type: "ctgan", epochs: 100_000 },
      output: { path: "out.csv" },
      report: { enabled: false },
    }),
  );
});
afterAll(() => client.dispose());

it("profiles a table in the child", async () => {
  const profile = await client.start("profile", { data: join(folder, "penguins.csv") }).result;
  expect(profile.rows).toBe(344);
  expect(client.pid).not.toBe(process.pid);
});

it("rejects with the reason when a job throws, and the child goes on", async () => {
  await expect(client.start("profile", { data: join(folder, "none.csv") }).result).rejects.toThrow(
    /none\.csv/,
  );
  expect((await client.start("profile", { data: join(folder, "penguins.csv") }).result).columns).toHaveLength(
    8,
  );
});

it("cancels a run that would take for ever", async () => {
  const events: RunEvent[] = [];
  const handle = client.run({ config, overrides: {}, resume: false }, (event) => {
    events.push(event);
    if (event.type === "progress" && event.stage === "train") handle.cancel();
  });
  expect(await handle.result).toBe(130);
  expect(events.at(-1)).toEqual({ type: "cancelled", resumable: true });
});

it("tells a killed child from a finished one, and starts a new one for the next job", async () => {
  const handle = client.run({ config, overrides: {}, resume: false }, (event) => {
    if (event.type === "progress" && event.stage === "train" && client.pid !== undefined)
      process.kill(client.pid, "SIGKILL");
  });
  const error: unknown = await handle.result.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkerCrash);
  expect(error).toMatchObject({ cancelled: false, message: expect.stringContaining("SIGKILL") as string });
  expect((await client.start("profile", { data: join(folder, "penguins.csv") }).result).rows).toBe(344);
});

it("is disposed after its child has ended, without an error", async () => {
  const other = new WorkerClient(resolve("dist/worker.cjs"));
  await other.start("profile", { data: join(folder, "penguins.csv") }).result;
  const ended = other.start("profile", { data: join(folder, "penguins.csv") }).result.catch(() => undefined);
  process.kill(other.pid!, "SIGKILL");
  await ended;
  expect(() => other.dispose()).not.toThrow();
  expect(() => other.dispose()).not.toThrow();
});

const graceMs = 40;
const stubborn = join(folder, "stubborn.cjs");
/** A child that does several jobs at once, each as long as it is told to, whatever it is asked. */
writeFileSync(
  stubborn,
  `process.on("message", ({ type, id, input }) => {
    if (type === "start")
      setTimeout(() => process.send({ type: "end", id, end: { state: "done", result: input.ms } }), input.ms);
  });
  process.on("disconnect", () => process.exit(0));`,
);
const startFor = (worker: WorkerClient, ms: number) =>
  worker.start("fingerprint", { data: "", ms } as never) as unknown as {
    result: Promise<number>;
    cancel(): void;
  };

it("cancelling what has ended does nothing to what comes after it", async () => {
  const worker = new WorkerClient(stubborn, process.env, graceMs);
  const first = startFor(worker, 0);
  expect(await first.result).toBe(0);
  first.cancel();
  expect(await startFor(worker, 6 * graceMs).result).toBe(6 * graceMs);
  worker.dispose();
});

it("ends a child that does not stop, once nobody waits for another job of it", async () => {
  const worker = new WorkerClient(stubborn, process.env, graceMs);
  const endless = startFor(worker, 60_000);
  const wanted = startFor(worker, 5 * graceMs);
  endless.cancel();
  expect(await wanted.result).toBe(5 * graceMs);
  await expect(endless.result).rejects.toMatchObject({ cancelled: true });
  expect(worker.pid).toBeUndefined();
});

it("no job is lost by the cancelling of others, in any order", async () => {
  const job = fc.record({
    after: fc.integer({ min: 0, max: 2 * graceMs }),
    ms: fc.integer({ min: 0, max: 3 * graceMs }),
    cancelledAfter: fc.option(fc.integer({ min: 0, max: 4 * graceMs }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(job, { minLength: 2, maxLength: 6 }), async (jobs) => {
      const worker = new WorkerClient(stubborn, process.env, graceMs);
      await Promise.all(
        jobs.map(async ({ after, ms, cancelledAfter }) => {
          await sleep(after);
          const handle = startFor(worker, ms);
          if (cancelledAfter === undefined) expect(await handle.result).toBe(ms);
          else {
            const settled = handle.result.catch(() => undefined);
            await sleep(cancelledAfter);
            handle.cancel();
            await settled;
          }
        }),
      );
      worker.dispose();
    }),
    { numRuns: 12 },
  );
});
