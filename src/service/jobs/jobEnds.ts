import { CancelledError, describeFailure, isDiskFull } from "../../pipeline/failure.ts";
import type { JobFailure, JobReason } from "../../protocol/service.ts";
import { problemEntry } from "../../protocol/service.ts";
import { UserError } from "../../table/userError.ts";
import { WorkerCrash } from "../../worker/workerCrash.ts";
import { ServiceProblem, withoutFlag } from "../problem.ts";
import { wasKilled } from "./childJob.ts";

/** Reasons for which a running job is asked to stop. */
export const stopReasons = { cancel: "cancel", shutdown: "shutdown", timeout: "timeout" } as const;

/** Number of starts of a job after which the crashes of its child processes count as the job's failure. */
export const maxStarts = 3;

export type JobEnd =
  | { readonly state: "cancelled" }
  /** Given back: another attempt continues. */
  | { readonly state: "queued" }
  | { readonly state: "failed"; readonly reason: JobReason };

export const cancelledEnd: JobEnd = { state: "cancelled" };

/** Why a job fails that took its process with it at every start. */
export function lostReason(starts: number): JobReason {
  return {
    code: "lost",
    message: `the process that worked on it ended ${starts} times; resume it to try again`,
    errors: [],
  };
}

const diskFullReason: JobReason = {
  code: "disk-full",
  message:
    "the server has no room for it; what was half-written is deleted. Delete uploads or results, or ask its administrator, then resume it",
  errors: [],
};

/** Why a job fails whose record the store did not take. */
export function storeReason(error: unknown): JobReason {
  if (isDiskFull(error)) return diskFullReason;
  return {
    code: "error",
    message: "the server could not write to its folder; ask its administrator, then resume it",
    errors: [],
  };
}

/** What an error means for its job. `starts`: how often it was started, this time included. */
export function judgeEnd(error: unknown, signal: AbortSignal, starts: number): JobEnd {
  if (signal.aborted && signal.reason === stopReasons.shutdown) return { state: "queued" };
  if (signal.aborted && signal.reason === stopReasons.timeout)
    return failed(
      "timeout",
      "it took longer than a job may (SYNDATA_MAX_JOB_MINUTES); ask for fewer rows or a smaller model, or resume it",
    );
  if (signal.aborted || error instanceof CancelledError) return cancelledEnd;
  if (error instanceof WorkerCrash) {
    if (starts < maxStarts) return { state: "queued" };
    return wasKilled(error)
      ? failed(
          "oom",
          `its process was ended by the system ${starts} times, most likely because memory ran out; use a smaller table or model`,
        )
      : failed("crash", `its process ended unexpectedly ${starts} times`);
  }
  if (isDiskFull(error)) return { state: "failed", reason: diskFullReason };
  if (error instanceof ServiceProblem) return failed("bad-input", error.message, error.details.errors);
  const failure = describeFailure(error);
  const code = failure.exitCode === 2 || error instanceof UserError ? "bad-input" : "error";
  return failed(code, withoutFlag(failure.message), failure.diagnostics.map(problemEntry));
}

function failed(code: JobFailure, message: string, errors: JobReason["errors"] = []): JobEnd {
  return { state: "failed", reason: { code, message, errors } };
}
