import type { Writable } from "node:stream";
import type { z } from "zod";
import type { RunEvent } from "../protocol/run.ts";
import type { RunJob } from "../protocol/worker.ts";
import type { TextFields } from "./grid/textFields.ts";

/** What the place where a job runs gives it: a child process, this process, a server. */
export interface JobContext<Event = RunEvent> {
  /** Aborted when the job is to stop; it then throws the signal's reason. */
  readonly signal: AbortSignal;
  /** Reports what happens, in order. */
  emit(event: Event): void;
  /** Standard output, for a job asked to write its rows there; a child process has none. */
  readonly stream?: Writable;
  /** Runs a config in a process of its own with at most `threads` threads. Resolves to its exit code. */
  runConfig(job: RunJob, options: RunConfigOptions): Promise<number>;
}

export interface RunConfigOptions {
  readonly threads?: number;
  readonly signal: AbortSignal;
  emit(event: RunEvent): void;
}

/** How a job checks its input: a schema, or texts where a process must be quick to start. */
export type InputType = z.ZodType | TextFields<string>;
export type GivenInput<T extends InputType> = T extends z.ZodType ? z.input<T> : TextsOf<T>;
export type CheckedInput<T extends InputType> = T extends z.ZodType ? z.output<T> : TextsOf<T>;
type TextsOf<T> = T extends TextFields<infer Name> ? Readonly<Record<Name, string>> : never;

/** One operation of the product. Command line, VS Code, assistants and servers only parse its input and show its result. */
export interface Job<Input extends InputType = InputType, Event = unknown, Result = unknown> {
  /** Paths are absolute. */
  readonly input: Input;
  /** The result is plain data: it may cross processes. @throws UserError and whatever else went wrong */
  run(input: CheckedInput<Input>, context: JobContext<Event>): Promise<Result>;
}
