/** How far a stage is. */
export interface ProgressEvent {
  readonly type: "progress";
  readonly stage: Stage;
  readonly fraction: number;
  readonly label: string;
  readonly etaMs: number | null;
  readonly losses?: Readonly<Record<string, number>>;
  readonly epoch?: number;
  readonly epochs?: number;
}

/** What a run reports to all listeners: the same events reach the terminal, `--json`, the events log and VS Code. */
export type RunEvent =
  | {
      readonly type: "run";
      readonly runId: string;
      readonly runDir: string;
      readonly config: string;
      readonly model: string;
      readonly resumed: boolean;
    }
  | { readonly type: "stage"; readonly stage: Stage; readonly state: "start" }
  | {
      readonly type: "stage";
      readonly stage: Stage;
      readonly state: "end";
      readonly ms: number;
      readonly detail: string;
    }
  | ProgressEvent
  | { readonly type: "warning"; readonly message: string; readonly column?: string }
  | {
      readonly type: "done";
      readonly output: string;
      readonly rows: number;
      readonly modelPath: string;
      readonly reportPath: string | null;
      readonly ms: number;
      readonly gatesFailed: readonly string[];
      /** Peak resident memory of the process, in MB (10^6 bytes). */
      readonly peakMb?: number;
    }
  | ({ readonly type: "failed"; readonly stage: Stage | null } & Failure)
  | { readonly type: "cancelled"; readonly resumable: boolean };

/** How work ended that did not succeed, as plain data: it crosses processes, is printed and is kept. */
export interface Failure {
  readonly exitCode: 1 | 2;
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The field of a job's input that is wrong, and what follows its name in the message. */
  readonly input?: { readonly field: string; readonly detail: string };
  readonly stack?: string;
  /** No room on the disk was the cause: the same work succeeds once there is space. */
  readonly diskFull?: true;
}

export type Stage = "validate" | "preprocess" | "train" | "sample" | "assess" | "report";

/** A finding about a config, with its place; the command line and the Problems panel show the same ones. */
export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  /** stable, kebab-case: `unknown-key`, `unknown-column`, `missing-file`, … */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  /** Flag of the command line that gave the value, `--set model.pac` for one; the place is where it would stand in the file. */
  readonly flag?: string;
  /** 1-based, of the start. */
  readonly line: number;
  readonly column: number;
  /** Character offsets into the text. */
  readonly offset: number;
  readonly length: number;
  /** Path in the JSON, e.g. `["columns", "age", "type"]`. */
  readonly path: readonly (string | number)[];
  /** Replacement for the text at offset..offset+length, when there is an obvious one. */
  readonly fix?: { readonly title: string; readonly newText: string };
}
