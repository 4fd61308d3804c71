import { noMark } from "../../../src/runFolder/runMark.ts";
import type { RunState } from "../../../src/runFolder/runState.ts";
import type { PastRun } from "../../../src/runs/pastRun.ts";

/** A finished run, but for what is said. */
export function pastRun(change: Partial<RunState> = {}): PastRun {
  const id = change.id ?? "2026-01-01T00-00-00-t-0000";
  return {
    folder: { id, path: `/w/.syndata/runs/${id}` },
    mark: noMark,
    state: {
      version: 2,
      id,
      config: "/w/t.synth.json",
      status: "succeeded",
      reason: null,
      started: "2026-01-01T00:00:00.000Z",
      ended: "2026-01-01T00:01:00.000Z",
      overrides: {},
      configHash: "c",
      dataHash: "d",
      model: "ctgan",
      finished: [],
      output: null,
      error: null,
      gatesFailed: [],
      ...change,
    },
  };
}
