import { describe, expect, it } from "vitest";
import { type QueuedRun, RunQueue } from "../../src/runs/runQueue.ts";
import { WorkerCrash } from "../../src/worker/client.ts";
import { FakeWorker } from "../extension/queue/fakeWorker.ts";

function setUp(limit = 1) {
  const workers: FakeWorker[] = [];
  const allowed = { limit };
  const queue = new RunQueue(
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1)!;
    },
    () => allowed.limit,
  );
  const add = (config: string) => queue.add({ config, overrides: {}, resume: false });
  return { queue, workers, add, allowed };
}

describe("RunQueue", () => {
  it("runs one at a time, in order, each in its own child that is ended", async () => {
    const { queue, workers, add } = setUp();
    const a = add("/a.synth.json");
    const b = add("/b.synth.json");
    expect(queue.runs.map((r) => r.status)).toEqual(["running", "queued"]);
    workers[0]!.end(0);
    expect((await a.ended).status).toBe("succeeded");
    expect(workers.map((w) => w.job?.config)).toEqual(["/a.synth.json", "/b.synth.json"]);
    expect(workers[0]!.disposed).toBe(true);
    workers[1]!.end(3);
    expect(await b.ended).toMatchObject({ status: "succeeded", exitCode: 3 });
    expect(queue.active).toEqual([]);
  });

  it("runs as many as the limit allows, also when it is raised", () => {
    const { queue, workers, add, allowed } = setUp(2);
    for (const name of ["/a", "/b", "/c"]) add(name);
    expect(workers.length).toBe(2);
    allowed.limit = 3;
    queue.startWaiting();
    expect(queue.runs.map((r) => r.status)).toEqual(["running", "running", "running"]);
  });

  it("cancels a waiting run without starting it", async () => {
    const { queue, workers, add } = setUp();
    add("/a");
    const b = add("/b");
    queue.cancel(b.run.key);
    expect((await b.ended).status).toBe("cancelled");
    expect(workers.length).toBe(1);
  });

  it("asks a running one to stop and waits for its word", async () => {
    const { queue, workers, add } = setUp();
    const a = add("/a");
    queue.cancel(a.run.key);
    expect(queue.get(a.run.key)?.status).toBe("cancelling");
    expect(workers[0]!.cancelled).toBe(true);
    workers[0]!.end(130);
    expect(await a.ended).toMatchObject({ status: "cancelled", exitCode: 130 });
  });

  it("tells a killed child from a failed job and keeps its last words", async () => {
    const { workers, add } = setUp();
    const a = add("/a");
    workers[0]!.crash(new WorkerCrash("the worker process ended unexpectedly (SIGKILL)", "out of memory"));
    expect(await a.ended).toMatchObject({
      status: "failed",
      reason: "lost",
      exitCode: null,
      error: "the worker process ended unexpectedly (SIGKILL)",
      printed: "out of memory",
    });
    const b = add("/b");
    workers[1]!.crash(new Error("boom"));
    expect(await b.ended).toMatchObject({ status: "failed", error: "boom" });
  });

  it("counts a child that had to be killed on cancel as cancelled", async () => {
    const { queue, workers, add } = setUp();
    const a = add("/a");
    queue.cancel(a.run.key);
    workers[0]!.crash(
      new WorkerCrash("the worker did not stop in time and was ended", "", { cancelled: true }),
    );
    expect((await a.ended).status).toBe("cancelled");
  });

  it("gives the failure's message", async () => {
    const { workers, add } = setUp();
    const a = add("/a");
    workers[0]!.tell({
      type: "failed",
      exitCode: 2,
      message: "no such file",
      stage: "validate",
      diagnostics: [],
    });
    workers[0]!.end(2);
    expect(await a.ended).toMatchObject({ status: "failed", exitCode: 2, error: "no such file" });
  });

  it("tells every change and event, until disposed", async () => {
    const { queue, workers, add } = setUp();
    const seen: string[] = [];
    queue.onChange((run: QueuedRun, event) => seen.push(event?.type ?? run.status));
    const a = add("/a");
    workers[0]!.tell({ type: "stage", stage: "train", state: "start" });
    workers[0]!.end(0);
    await a.ended;
    expect(seen).toEqual(["queued", "running", "stage", "succeeded"]);
    add("/b");
    queue.dispose();
    expect(workers[1]!.disposed).toBe(true);
  });

  it("finds the active run of a config and forgets only ended ones", async () => {
    const { queue, workers, add } = setUp();
    const a = add("/a");
    expect(queue.activeOf("/a")?.key).toBe(a.run.key);
    queue.forget(a.run.key);
    expect(queue.runs.length).toBe(1);
    workers[0]!.end(0);
    await a.ended;
    expect(queue.activeOf("/a")).toBeUndefined();
    queue.forget(a.run.key);
    expect(queue.runs).toEqual([]);
  });
});
