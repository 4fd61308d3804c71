import { describe, expect, it } from "vitest";
import type { RunJob } from "../../src/protocol/worker.ts";
import { RunQueue } from "../../src/runs/runQueue.ts";
import { WaitingRuns } from "../../src/runs/waitingRuns.ts";
import { FakeWorker } from "../extension/queue/fakeWorker.ts";

const job = (config: string, resume: RunJob["resume"] = false): RunJob => ({ config, overrides: {}, resume });

/** A window: a queue that runs one at a time, over a memory that outlives it. */
function openWindow(memory: { jobs: readonly RunJob[] }) {
  const workers: FakeWorker[] = [];
  const queue = new RunQueue(
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1)!;
    },
    () => 1,
  );
  const waiting = new WaitingRuns(queue, {
    read: () => memory.jobs,
    write: (jobs) => {
      memory.jobs = JSON.parse(JSON.stringify(jobs)) as RunJob[];
    },
  });
  queue.onChange((_, event) => {
    if (event === undefined) waiting.save();
  });
  return { queue, waiting, workers };
}

describe("runs that wait when a window closes", () => {
  it("are there when it is opened again, and run as they were asked for", () => {
    const memory: { jobs: readonly RunJob[] } = { jobs: [] };
    const first = openWindow(memory);
    first.queue.add(job("/a"));
    first.queue.add({ config: "/b", overrides: { rows: 7 }, resume: "run 1" });
    first.queue.add(job("/c"));
    first.queue.dispose();

    const second = openWindow(memory);
    expect(second.waiting.left.map(({ config }) => config)).toEqual(["/b", "/c"]);
    expect(second.queue.active).toEqual([]);
    second.queue.add(job("/c"));
    second.waiting.settle(true);
    expect(second.queue.active.map((run) => run.job)).toEqual([
      job("/c"),
      { config: "/b", overrides: { rows: 7 }, resume: "run 1" },
    ]);
    expect(memory.jobs.map(({ config }) => config)).toEqual(["/b"]);
  });

  it("stay until somebody decides, whatever else is run meanwhile", async () => {
    const memory: { jobs: readonly RunJob[] } = { jobs: [job("/left"), job("/gone")] };
    const { queue, waiting, workers } = openWindow(memory);
    waiting.keep(({ config }) => config !== "/gone");
    const { ended } = queue.add(job("/a"));
    queue.add(job("/b"));
    expect(memory.jobs.map(({ config }) => config)).toEqual(["/left", "/b"]);
    workers[0]!.end(0);
    await ended;
    expect(memory.jobs.map(({ config }) => config)).toEqual(["/left"]);
    waiting.settle(false);
    expect(memory.jobs).toEqual([]);
  });
});
