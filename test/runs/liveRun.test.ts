import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/protocol/run.ts";
import { applyEvent, type LiveRun, nothingYet } from "../../src/runs/liveRun.ts";

const fold = (...events: RunEvent[]): LiveRun => events.reduce(applyEvent, nothingYet);
const epoch = (n: number, loss: number): RunEvent => ({
  type: "progress",
  stage: "train",
  fraction: n / 10,
  label: `epoch ${n}`,
  etaMs: 1000,
  epoch: n,
  epochs: 10,
  losses: { generator: loss },
});

describe("applyEvent", () => {
  it("keeps one loss an epoch, the last told", () => {
    expect(fold(epoch(1, 5), epoch(1, 4), epoch(2, 3)).losses).toEqual({ generator: [4, 3] });
  });

  it("leaves out losses that are not numbers", () => {
    expect(fold(epoch(1, Number.NaN)).losses).toEqual({});
  });

  it("starts each stage afresh and keeps the finished ones", () => {
    const live = fold(
      { type: "stage", stage: "validate", state: "start" },
      { type: "stage", stage: "validate", state: "end", ms: 12, detail: "ok" },
      epoch(3, 1),
      { type: "stage", stage: "sample", state: "start" },
    );
    expect(live).toMatchObject({ stage: "sample", fraction: null, etaMs: null, label: "" });
    expect(live.stages).toEqual([{ stage: "validate", ms: 12, detail: "ok" }]);
  });

  it("remembers the run, its warnings and its end", () => {
    const live = fold(
      { type: "run", runId: "id", runDir: "/r", config: "/c", model: "ctgan", resumed: true },
      { type: "warning", message: "careful" },
      { type: "cancelled", resumable: true },
    );
    expect(live).toMatchObject({ runId: "id", runDir: "/r", resumed: true, warnings: ["careful"] });
    expect(live.end).toEqual({ type: "cancelled", resumable: true });
  });
});
