import { describe, expect, it } from "vitest";
import { nothingYet } from "../../src/runs/liveRun.ts";
import type { QueuedRun } from "../../src/runs/runQueue.ts";
import { progressText, statusBarText, tooltipLines } from "../../src/runs/statusText.ts";
import { english } from "../../src/runs/translate.ts";

const run = (change: Partial<QueuedRun>): QueuedRun => ({
  key: 1,
  job: { config: "/data/adult.synth.json", overrides: {}, resume: false },
  status: "running",
  reason: null,
  live: nothingYet,
  exitCode: null,
  error: null,
  printed: "",
  ...change,
});
const training = run({ live: { ...nothingYet, stage: "train", fraction: 0.429, etaMs: 180_000 } });

describe("progressText", () => {
  it("says stage, percent and time left", () => {
    expect(progressText(training, english)).toBe("Train 42 % · 3 min left");
    expect(progressText(run({}), english)).toBe("starting");
    expect(progressText(run({ live: { ...nothingYet, stage: "preprocess" } }), english)).toBe("Preprocess");
  });

  it("says how it ended", () => {
    const end = {
      type: "done",
      output: "",
      rows: 1,
      modelPath: "",
      reportPath: null,
      ms: 1,
      gatesFailed: ["x"],
    } as const;
    expect(progressText(run({ status: "succeeded", live: { ...nothingYet, end } }), english)).toBe(
      "done, 1 gates failed",
    );
    expect(progressText(run({ status: "failed", reason: "lost" }), english)).toBe("cut off · can resume");
  });
});

describe("statusBarText", () => {
  it("shows what trains and counts the others", () => {
    const waiting = run({ key: 2, status: "queued" });
    expect(statusBarText([waiting, training], english)).toBe(
      "$(sync~spin) adult: Train 42 % · 3 min left (+1)",
    );
    expect(statusBarText([], english)).toBe("");
  });

  it("shows a file name as text, not as icons", () => {
    const odd = run({ job: { config: "/d/$(trash).synth.json", overrides: {}, resume: false } });
    expect(statusBarText([odd], english)).not.toContain("$(trash)");
  });
});

describe("tooltipLines", () => {
  it("lists finished stages and losses", () => {
    const live = {
      ...nothingYet,
      stages: [{ stage: "validate" as const, ms: 200, detail: "" }],
      losses: { critic: [2, 1] },
    };
    expect(tooltipLines(run({ live }), english)).toEqual(["✓ Validate     0.2 s", "critic  █▁  1"]);
  });
});
