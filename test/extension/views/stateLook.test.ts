import { describe, expect, it } from "vitest";
import { liveDetails } from "../../../src/extension/views/runDetails.ts";
import { stateLook } from "../../../src/extension/views/stateLook.ts";
import { nothingYet } from "../../../src/runs/liveRun.ts";
import { english } from "../../../src/runs/translate.ts";

describe("stateLook", () => {
  it("has words and an icon for every state, and says what is wrong", () => {
    expect(stateLook({ kind: "neverRun" }, english)).toMatchObject({
      text: "never run",
      icon: "circle-outline",
    });
    expect(stateLook({ kind: "interrupted", cancelled: false }, english).text).toBe("cut off · can resume");
    expect(stateLook({ kind: "interrupted", cancelled: true }, english).text).toBe("cancelled");
    expect(stateLook({ kind: "upToDate" }, english).text).toBe("up to date");
    expect(stateLook({ kind: "staleData" }, english).text).toBe("stale: data changed");
    expect(stateLook({ kind: "failedGate", gates: ["a", "b"] }, english).detail).toBe("a\nb");
    expect(stateLook({ kind: "invalid", message: "line 3" }, english).detail).toBe("line 3");
  });
});

describe("liveDetails", () => {
  it("shows finished stages, then losses as small charts", () => {
    const live = {
      ...nothingYet,
      stages: [{ stage: "preprocess" as const, ms: 1200, detail: "275 rows to learn from" }],
      losses: { critic: [1, 0], nothing: [] },
    };
    expect(liveDetails(live, english)).toEqual([
      { icon: "check", label: "Preprocess", description: "1.2 s · 275 rows to learn from" },
      { icon: "graph-line", label: "█▁", description: "critic 0", spoken: "critic 0" },
    ]);
  });
});
