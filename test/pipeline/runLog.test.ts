import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RunLog, readLosses } from "../../src/pipeline/runFiles/runLog.ts";
import type { RunEvent } from "../../src/protocol/run.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "runlog-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const epoch = (n: number) => ({
  fraction: n / 10,
  label: `epoch ${n}/10`,
  epoch: n,
  epochs: 10,
  epochEnds: true,
  losses: { generator: -n, critic: n / 2 },
});

it("tells stages with their duration and keeps events and timings", async () => {
  const heard: RunEvent[] = [];
  const log = new RunLog((event) => heard.push(event));
  log.attach(folder);
  const value = await log.stageOf("train", async () => ({ value: 7, detail: "learned" }));
  expect(value).toBe(7);
  expect(heard.map((e) => (e.type === "stage" ? e.state : e.type))).toEqual(["start", "end"]);
  const lines = readFileSync(join(folder, "events.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((l) => JSON.parse(l) as { type: string });
  expect(lines.map((l) => l.type)).toEqual(["stage", "stage"]);
  expect(Object.keys(JSON.parse(readFileSync(join(folder, "timings.json"), "utf8")))).toEqual(["train"]);
});

it("keeps one line of losses an epoch, those at its end, and a resumed run replaces the epochs it repeats", () => {
  const first = new RunLog(() => undefined);
  first.attach(folder);
  for (const n of [1, 2, 3]) {
    first.progress({ ...epoch(n), epochEnds: false, losses: { generator: 9, critic: 9 } });
    first.progress(epoch(n));
  }
  appendFileSync(join(folder, "losses.csv"), "4,-4"); // killed while writing
  const second = new RunLog(() => undefined);
  second.attach(folder);
  for (const n of [3, 4]) second.progress(epoch(n));
  expect(readLosses(folder)).toEqual({ generator: [-1, -2, -3, -4], critic: [0.5, 1, 1.5, 2] });
});

it("tells of a failure even when it cannot be kept", () => {
  const heard: RunEvent[] = [];
  const log = new RunLog((event) => heard.push(event));
  log.attach(join(folder, "gone"));
  expect(() => log.warn("w")).toThrow("events.jsonl");
  log.emit({ type: "failed", exitCode: 2, stage: null, message: "m", diagnostics: [] });
  expect(heard.map((event) => event.type)).toEqual(["failed"]);
});

it("thins progress but always tells the end", () => {
  const heard: RunEvent[] = [];
  const log = new RunLog((event) => heard.push(event));
  for (let i = 0; i <= 1000; i++) log.progress({ fraction: i / 1000, label: "" });
  expect(heard.length).toBeLessThan(50);
  expect(heard.at(-1)).toMatchObject({ type: "progress", fraction: 1 });
});
