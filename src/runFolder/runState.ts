import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FailureReason, RunStatus } from "../protocol/runState.ts";
import type { RunOverrides } from "../protocol/worker.ts";
import { mayBeOurs } from "./holder.ts";
import { isHeld, readLease } from "./lease.ts";
import { writeAtomically } from "./writeAtomically.ts";

/** `state.json` of a run folder. */
export interface RunState {
  readonly version: 2;
  readonly id: string;
  /** Absolute path of the config when the run began. */
  readonly config: string;
  readonly status: Exclude<RunStatus, "queued">;
  /** Null unless it failed. */
  readonly reason: FailureReason | null;
  readonly started: string;
  readonly ended: string | null;
  readonly overrides: RunOverrides;
  /** SHA-256 of the effective config (overrides applied) and of the source file's bytes. */
  readonly configHash: string;
  readonly dataHash: string;
  /** Whether the keys of pseudonyms are the same can be said from it, and no key from it; absent where there are none. */
  readonly keys?: { readonly salt: string; readonly mark: string };
  readonly model: string;
  /** Stages finished so far, in order. */
  readonly finished: readonly string[];
  readonly output: string | null;
  /** Where the model was put beside the output; null until then. */
  readonly modelOutput?: string | null;
  readonly error: string | null;
  readonly gatesFailed: readonly string[];
}

/** As versions before the lease wrote it. */
interface RunStateV1 extends Omit<RunState, "version" | "status" | "reason"> {
  readonly version: 1;
  readonly status: "running" | "cancelled" | "failed" | "done";
  readonly pid: number;
}

/** The state of a run; one whose process is gone has failed and is `lost`. Undefined where there is none that can be read. */
export async function readRunState(runPath: string): Promise<RunState | undefined> {
  let state: RunState | RunStateV1;
  try {
    state = JSON.parse(await readFile(join(runPath, "state.json"), "utf8")) as RunState | RunStateV1;
  } catch {
    return undefined;
  }
  if (state.version === 1) return ofVersion1(state);
  if (state.version !== 2) return undefined;
  if (state.status !== "running" && state.status !== "cancelling") return state;
  const lease = await readLease(runPath);
  return lease !== undefined && isHeld(lease) ? state : lost(state);
}

export async function writeRunState(runPath: string, state: RunState): Promise<void> {
  await writeAtomically(join(runPath, "state.json"), `${JSON.stringify(state, null, 2)}\n`);
}

/** Whether its process ended without a result. */
export function isCutOff({ status, reason }: RunState): boolean {
  return status === "failed" && reason === "lost";
}

/** Whether what it had finished can be built on: cut off, cancelled, or failed of something that may be fixed. */
export function isResumable({ status }: RunState): boolean {
  return status === "failed" || status === "cancelled";
}

/** Whether some process works on it. */
export function isAtWork({ status }: RunState): boolean {
  return status === "running" || status === "cancelling";
}

function lost(state: RunState): RunState {
  return { ...state, status: "failed", reason: "lost" };
}

function ofVersion1({ pid, ...old }: RunStateV1): RunState {
  const state = { ...old, version: 2, reason: null } as const;
  switch (old.status) {
    case "done":
      return { ...state, status: "succeeded" };
    case "failed":
      return { ...state, status: "failed", reason: "error" };
    case "cancelled":
      return { ...state, status: "cancelled" };
    case "running":
      return mayBeOurs(pid) ? { ...state, status: "running" } : lost({ ...state, status: "running" });
  }
}
