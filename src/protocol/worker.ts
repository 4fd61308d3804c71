import type { ReadOptions } from "../table/read/readOptions.ts";
import type { GridJson, NotebookEvent, NotebookJob, PageJob } from "./notebook.ts";
import type { ReportJson } from "./report.ts";
import type { RunEvent } from "./run.ts";

/** A job for the child process. One at a time; the child ends when its parent disconnects. */
export type WorkerRequest =
  | { readonly type: "run"; readonly id: number; readonly job: RunJob }
  | {
      readonly type: "profile";
      readonly id: number;
      readonly path: string;
      readonly options?: ReadOptions;
    }
  | { readonly type: "fingerprint"; readonly id: number; readonly path: string }
  | { readonly type: "compare"; readonly id: number; readonly job: CompareJob }
  | { readonly type: "notebook"; readonly id: number; readonly job: NotebookJob }
  /** May come while another job runs. */
  | { readonly type: "page"; readonly id: number; readonly job: PageJob }
  | { readonly type: "cancel"; readonly id: number };

export interface RunJob {
  /** Absolute path of the config. */
  readonly config: string;
  readonly overrides: RunOverrides;
  readonly resume: boolean;
}

export interface RunOverrides {
  readonly rows?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly out?: string;
  /** Where the model is kept; beside the table under the config's name when left out. */
  readonly modelOut?: string;
  /** Dotted path → JSON value, e.g. `["model.pac", 5]`. */
  readonly set?: readonly (readonly [string, unknown])[];
}

/** Report on any two files. */
export interface CompareJob {
  readonly real: string;
  readonly synthetic: string;
  readonly holdout?: string;
  readonly config?: string;
  readonly target?: string;
  readonly sections?: readonly ("fidelity" | "utility" | "privacy")[];
}

export type WorkerReply =
  | { readonly type: "ready" }
  | { readonly type: "event"; readonly id: number; readonly event: RunEvent }
  | { readonly type: "profile"; readonly id: number; readonly profile: unknown }
  /** SHA-256 of the file's bytes. */
  | { readonly type: "fingerprint"; readonly id: number; readonly hash: string }
  | { readonly type: "report"; readonly id: number; readonly report: ReportJson }
  | { readonly type: "notebook"; readonly id: number; readonly event: NotebookEvent }
  /** Null when the result is no longer open. */
  | { readonly type: "page"; readonly id: number; readonly grid: GridJson | null }
  /** Last word on a job. `exitCode` as on the command line: 0, 1, 2, 3 (gate), 130 (cancelled). */
  | { readonly type: "end"; readonly id: number; readonly exitCode: number; readonly error?: string };

export interface JobHandle<T> {
  /** Resolves at the job's end; rejects with WorkerCrash when the process died or the job threw. */
  readonly result: Promise<T>;
  cancel(): void;
}
