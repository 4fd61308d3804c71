import { own } from "../jsonc/own.ts";
import type { RunEvent, Stage } from "../protocol/run.ts";

/** What is known of a run from its events so far. */
export interface LiveRun {
  readonly runId: string | null;
  readonly runDir: string | null;
  readonly model: string | null;
  readonly resumed: boolean;
  readonly stage: Stage | null;
  /** Of the stage, 0..1; null when it does not say. */
  readonly fraction: number | null;
  readonly label: string;
  readonly etaMs: number | null;
  readonly epoch: number | null;
  readonly epochs: number | null;
  /** Per name, one value an epoch. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
  readonly stages: readonly { readonly stage: Stage; readonly ms: number; readonly detail: string }[];
  readonly warnings: readonly string[];
  /** `done`, `failed` or `cancelled`, once told. */
  readonly end: Extract<RunEvent, { type: "done" | "failed" | "cancelled" }> | null;
}

export const nothingYet: LiveRun = {
  runId: null,
  runDir: null,
  model: null,
  resumed: false,
  stage: null,
  fraction: null,
  label: "",
  etaMs: null,
  epoch: null,
  epochs: null,
  losses: {},
  stages: [],
  warnings: [],
  end: null,
};

export function applyEvent(live: LiveRun, event: RunEvent): LiveRun {
  switch (event.type) {
    case "run":
      return {
        ...live,
        runId: event.runId,
        runDir: event.runDir,
        model: event.model,
        resumed: event.resumed,
      };
    case "stage":
      if (event.state === "start")
        return { ...live, stage: event.stage, fraction: null, label: "", etaMs: null };
      return {
        ...live,
        fraction: 1,
        etaMs: null,
        stages: [...live.stages, { stage: event.stage, ms: event.ms, detail: event.detail }],
      };
    case "progress":
      return {
        ...live,
        stage: event.stage,
        fraction: event.fraction,
        label: event.label,
        etaMs: event.etaMs,
        epoch: event.epoch ?? live.epoch,
        epochs: event.epochs ?? live.epochs,
        losses: withLosses(live, event),
      };
    case "warning":
      return { ...live, warnings: [...live.warnings, event.message] };
    default:
      return { ...live, etaMs: null, end: event };
  }
}

/** One value an epoch: several events of the same epoch keep the last. */
function withLosses(live: LiveRun, event: Extract<RunEvent, { type: "progress" }>): LiveRun["losses"] {
  if (event.losses === undefined) return live.losses;
  const again = event.epoch !== undefined && event.epoch === live.epoch;
  return Object.fromEntries(
    Object.entries(event.losses)
      .filter(([, value]) => Number.isFinite(value))
      .map(([name, value]) => {
        const before = own(live.losses, name) ?? [];
        return [name, [...(again ? before.slice(0, -1) : before), value]];
      }),
  );
}
