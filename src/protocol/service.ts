import type { Diagnostic, ProgressEvent, Stage } from "./run.ts";

/** Where a job of the service is in its life. */
export type JobState = "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled";

/**
 * Why a job failed. `bad-input`: the request, config or data is wrong; a retry cannot help. `lost`: the process that worked on it vanished.
 * `oom`: the system ended the child, most likely for want of memory. `disk-full`: it can be resumed once there is room.
 */
export const jobFailures = ["bad-input", "error", "crash", "oom", "timeout", "lost", "disk-full"] as const;
export type JobFailure = (typeof jobFailures)[number];

/** A file that a job made. */
export interface OutputFile {
  /** How clients ask for it: `table`, `model`, `report.html`, … */
  readonly name: string;
  /** Name for a person who saves it. */
  readonly file: string;
  readonly type: string;
  readonly bytes: number;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
}

/** What `GET /v1/jobs/{id}` answers. Times are ISO 8601, UTC. */
export interface JobView {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly state: JobState;
  readonly stage: string | null;
  /** 0 to 1, of the stage. */
  readonly fraction: number | null;
  readonly label: string | null;
  readonly etaMs: number | null;
  /** 1 for the first; each start after an interruption is another. */
  readonly attempt: number;
  /** Jobs that start before this one; null unless queued. */
  readonly position: number | null;
  readonly created: string;
  readonly started: string | null;
  readonly ended: string | null;
  readonly upload: string | null;
  readonly model: string | null;
  readonly rows: number | null;
  readonly gates: "passed" | "failed" | null;
  readonly gatesFailed: readonly string[];
  readonly reason: JobReason | null;
  readonly outputs: readonly OutputFile[];
  readonly resumable: boolean;
}

export interface JobReason {
  readonly code: JobFailure;
  readonly message: string;
  readonly errors: readonly ProblemEntry[];
}

/** One finding inside a problem; `pointer` is a JSON pointer into what was sent. */
export interface ProblemEntry {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly severity?: "error" | "warning" | "info";
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
  readonly fix?: string;
}

export interface UploadView {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly created: string;
  /** When retention deletes it; null for never. */
  readonly expires: string | null;
  readonly inUse: boolean;
}

export interface ModelView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly rows: number | null;
  readonly bytes: number;
  readonly created: string;
  /** The job that trained it; null for an imported one. */
  readonly job: string | null;
  readonly upload: string | null;
}

/** A line of a job's event log; its number is the id of the event. */
export type ServiceEvent =
  | { readonly type: "state"; readonly state: JobState; readonly attempt: number; readonly at: string }
  | {
      readonly type: "stage";
      readonly stage: Stage;
      readonly state: "start" | "end";
      readonly detail?: string;
    }
  | ProgressEvent
  | { readonly type: "warning"; readonly message: string }
  | { readonly type: "failed"; readonly message: string; readonly code: JobFailure };

/** A problem entry of a finding about a config. */
export function problemEntry({ path, code, message, severity, line, column, fix }: Diagnostic): ProblemEntry {
  const pointer = path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return { pointer, code, message, severity, line, column, ...(fix !== undefined && { fix: fix.title }) };
}
