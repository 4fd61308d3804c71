import type { Language } from "../language/language.ts";
import type { Failure } from "./run.ts";

/** A message to the child process. It does several jobs at once if asked to, and ends when its parent disconnects. */
export type WorkerRequest =
  /** `job` names a row of the table of jobs (`src/jobs/jobTable.ts`), which checks the input. */
  | { readonly type: "start"; readonly id: number; readonly job: string; readonly input: unknown }
  | { readonly type: "cancel"; readonly id: number };

export interface RunJob {
  /** Absolute path of the config. */
  readonly config: string;
  readonly overrides: RunOverrides;
  /** Continue the newest run that was cut off, or the one of this name. */
  readonly resume: boolean | string;
  /** Language of the pages and the Markdown of the report; English if omitted. */
  readonly lang?: Language["code"];
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
  readonly model?: string;
  readonly config?: string;
  /** Config whose rules the tables are judged by; those of `config` where absent. */
  readonly rules?: string;
  readonly target?: string;
  readonly sections?: readonly ("fidelity" | "utility" | "privacy")[];
}

export type WorkerReply =
  | { readonly type: "ready" }
  /** What the job reports; of the job's own event type. */
  | { readonly type: "event"; readonly id: number; readonly event: unknown }
  /** Last message about a job. */
  | { readonly type: "end"; readonly id: number; readonly end: JobEnd };

export type JobEnd =
  | { readonly state: "done"; readonly result: unknown }
  | { readonly state: "cancelled" }
  | { readonly state: "failed"; readonly failure: Failure };

export interface JobHandle<T> {
  /** Rejects with WorkerCrash when the process died, CancelledError when it was cancelled, else with what the job threw. */
  readonly result: Promise<T>;
  cancel(): void;
}
