import { copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
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
