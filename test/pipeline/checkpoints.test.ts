import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openCheckpoints, removeCheckpoints } from "../../src/pipeline/runFiles/checkpoints.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const state = (epoch: number) => ({
  json: { epoch },
  parts: new Map([["weights/a b", Uint8Array.of(epoch, 2, 3)]]),
});

it("gives back the last state saved, and none before or after", async () => {
  expect((await openCheckpoints(folder, true)).resume).toBeUndefined();
  const store = await openCheckpoints(folder, false);
  await store.save(state(1));
  await store.save(state(2));
  const { resume } = await openCheckpoints(folder, true);
  expect(resume?.json).toEqual({ epoch: 2 });
  expect([...(resume?.parts.get("weights/a b") ?? [])]).toEqual([2, 2, 3]);
  expect((await openCheckpoints(folder, false)).resume).toBeUndefined();
  await removeCheckpoints(folder);
  expect((await openCheckpoints(folder, true)).resume).toBeUndefined();
});

it("uses the finished save when killed between the two renames", async () => {
  const store = await openCheckpoints(folder, false);
  await store.save(state(3));
  await rename(join(folder, "checkpoint"), join(folder, "checkpoint.new"));
  expect((await openCheckpoints(folder, true)).resume?.json).toEqual({ epoch: 3 });
});

it("ignores a checkpoint whose parts are damaged or a save cut short", async () => {
  const store = await openCheckpoints(folder, false);
  await store.save(state(4));
  await mkdir(join(folder, "checkpoint.new"));
  expect((await openCheckpoints(folder, true)).resume?.json).toEqual({ epoch: 4 });
  truncateSync(join(folder, "checkpoint", encodeURIComponent("weights/a b")), 1);
  expect((await openCheckpoints(folder, true)).resume).toBeUndefined();
});

it("a save that fails leaves the last one whole and nothing half-written", async () => {
  const store = await openCheckpoints(folder, false);
  await store.save(state(5));
  const long = new Map([["x".repeat(300), Uint8Array.of(1)]]);
  await expect(store.save({ json: {}, parts: long })).rejects.toThrow("too long");
  expect(readdirSync(folder)).toEqual(["checkpoint"]);
  expect((await openCheckpoints(folder, true)).resume?.json).toEqual({ epoch: 5 });
});

it("is due after the interval only", async () => {
  expect((await openCheckpoints(folder, false, { every: 60_000 })).due()).toBe(false);
  expect((await openCheckpoints(folder, false, { every: 0 })).due()).toBe(true);
});
