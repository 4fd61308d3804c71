import { readFileSync } from "node:fs";
import type { JobEvent, JobInput, JobName, JobResult } from "../../src/jobs/jobTable.ts";
import { CancelledError, describeFailure } from "../../src/pipeline/failure.ts";
import type { Failure, RunEvent } from "../../src/protocol/run.ts";
import type { JobHandle } from "../../src/protocol/worker.ts";

/** How a case ended: with a result, with a refusal that has a place, or otherwise. */
export type Tried =
  | { readonly ended: "done" | "refused" }
  | { readonly ended: "fault"; readonly what: string };

export type JobOutcome<T> =
  | { readonly ended: "done"; readonly result: T }
  | { readonly ended: "refused"; readonly failure: Failure }
  | { readonly ended: "too slow" };

export interface Ran {
  /** Path of the table; null where none is told. */
  readonly output: string | null;
  readonly warnings: readonly string[];
}

/** Starts a job in a child process or in this one. */
export type StartJob = <Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  onEvent?: (event: JobEvent<Name>) => void,
) => JobHandle<JobResult<Name>>;

const maxMs = 120_000;

export class Runner {
  readonly #start: StartJob;

  constructor(start: StartJob) {
    this.#start = start;
  }

  async start<Name extends JobName>(
    name: Name,
    input: JobInput<Name>,
    onEvent?: (event: JobEvent<Name>) => void,
  ): Promise<JobOutcome<JobResult<Name>>> {
    const handle = this.#start(name, input, onEvent);
    const timer = setTimeout(() => handle.cancel(), maxMs);
    try {
      return { ended: "done", result: await handle.result };
    } catch (error) {
      if (error instanceof CancelledError) return { ended: "too slow" };
      return { ended: "refused", failure: describeFailure(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs a config. */
  async run(config: string, set: readonly (readonly [string, unknown])[]): Promise<JobOutcome<Ran>> {
    let output: string | null = null;
    const warnings: string[] = [];
    let failure: Failure | undefined;
    const ran = await this.start("run", { config, overrides: { set }, resume: false }, (event: RunEvent) => {
      if (event.type === "done") output = event.output;
      if (event.type === "warning") warnings.push(event.message);
      if (event.type === "failed") failure = event;
    });
    if (ran.ended !== "done") return ran;
    if (failure !== undefined) return { ended: "refused", failure };
    return ran.result === 130 ? { ended: "too slow" } : { ended: "done", result: { output, warnings } };
  }
}

export function fault(what: string): Tried {
  return { ended: "fault", what };
}

/** A refusal is one when its exit code is 2 and it names one of the files, a line or a column. */
export function placeless(
  outcome: Exclude<JobOutcome<unknown>, { ended: "done" }>,
  files: readonly string[],
): Tried {
  if (outcome.ended === "too slow") return fault(`it did not end in ${maxMs / 1000} s`);
  const { exitCode, message, diagnostics } = outcome.failure;
  if (exitCode !== 2) return fault(`exit ${exitCode}: ${message}`);
  const hasPlace = diagnostics.some(({ line, message }) => line >= 1 && message !== "");
  const isNamed = files.some((file) => message.includes(file)) || /\bcolumn "/.test(message);
  return hasPlace || isNamed ? { ended: "refused" } : fault(`no place in: ${message}`);
}

/** Largest resident memory of a process so far, in MB; 0 where the system does not tell. */
export function peakMbOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return (Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
