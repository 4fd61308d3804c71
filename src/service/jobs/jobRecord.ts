import type { JobReason, JobState, OutputFile } from "../../protocol/service.ts";
import type { Holder } from "../../runFolder/holder.ts";

/** `request.json`: what was asked for. Written once, before the request is answered. */
export interface JobRequest {
  readonly id: string;
  readonly tenant: string;
  readonly kind: string;
  /** For lists; the name of the table or model it works on. */
  readonly name: string;
  readonly created: string;
  /** Id of the key that asked. */
  readonly by: string;
  /** The body of the request, checked. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly uploads: readonly string[];
  readonly models: readonly string[];
  /** Jobs whose tables it reads; absent in records of earlier versions. */
  readonly jobs?: readonly string[];
  readonly rows: number | null;
  /** SHA-256 of the body, where an Idempotency-Key came with it. */
  readonly bodyHash: string | null;
}

/** What of a request is kept in memory: a config may be long, and is read when it is needed. */
export type JobSummary = Omit<JobRequest, "input">;

/** `state.json`: how far it is. The process with the current attempt writes it. */
export interface JobStatus {
  readonly state: JobState;
  /** Rises with every start, whoever asked for it; a write with an older one is refused. */
  readonly attempt: number;
  /** Starts since a person last asked for one. */
  readonly starts: number;
  /** The next start continues what the one before had finished. */
  readonly resume: boolean;
  readonly holder: Holder | null;
  readonly stage: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly gatesFailed: readonly string[];
  readonly gates: "passed" | "failed" | null;
  readonly reason: JobReason | null;
  readonly outputs: readonly OutputFile[];
}

export interface StoredJob {
  readonly request: JobSummary;
  status: JobStatus;
  /** Whoever works on it was asked to stop; kept in memory only. */
  cancelling?: boolean;
  /** Of the stage at work; not kept on disk. */
  live: LiveProgress | null;
}

export interface LiveProgress {
  readonly fraction: number;
  readonly label: string;
  readonly etaMs: number | null;
}

export const newStatus: JobStatus = {
  state: "queued",
  attempt: 0,
  starts: 0,
  resume: false,
  holder: null,
  stage: null,
  started: null,
  ended: null,
  gatesFailed: [],
  gates: null,
  reason: null,
  outputs: [],
};

export function isEnded({ state }: Pick<JobStatus, "state">): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}
