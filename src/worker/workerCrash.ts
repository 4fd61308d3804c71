import { basename } from "node:path";
import { FailureError } from "../pipeline/failure.ts";

/** Signals that end a process whose native code failed; a lack of memory ends it with others. */
const nativeFaults = new Set(["SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE"]);
/** Fields of a job's input that name files from elsewhere. */
const fileFields = ["data", "real", "synthetic", "holdout", "model", "config"] as const;

interface UnexpectedEnd {
  /** Name of the signal, or the exit code. */
  readonly end: string;
  readonly log: string;
  /** What the job was given. */
  readonly input: unknown;
}

/** The child process ended without reporting a result; `log` is the end of what it printed. */
export class WorkerCrash extends FailureError {
  readonly log: string;
  /** It was asked to stop and did not in time. */
  readonly cancelled: boolean;
  /** Name of the signal that ended it, if one did. */
  readonly signal: string | null;

  private constructor(message: string, log: string, { exitCode, cancelled, signal }: CrashKind) {
    super({ exitCode, message, diagnostics: [] });
    this.log = log;
    this.cancelled = cancelled;
    this.signal = signal;
  }

  static afterCancel(log: string): WorkerCrash {
    return new WorkerCrash("the worker did not stop in time and was ended", log, {
      exitCode: 1,
      cancelled: true,
      signal: null,
    });
  }

  /** A fault in native code is laid to the files the job was given: exit code 2. Anything else is 1. */
  static unexpected({ end, log, input }: UnexpectedEnd): WorkerCrash {
    const files = namesIn(input);
    const isFault = nativeFaults.has(end) && files.length > 0;
    const place = files.length > 0 ? ` while it worked on ${files.join(" and ")}` : "";
    const advice = isFault
      ? ": a native library failed, most likely because the file is damaged. Check the file, or write it again, as CSV if it can be"
      : "";
    return new WorkerCrash(`the worker process ended unexpectedly (${end})${place}${advice}`, log, {
      exitCode: isFault ? 2 : 1,
      cancelled: false,
      signal: /^SIG[A-Z]+$/.test(end) ? end : null,
    });
  }
}

interface CrashKind {
  readonly exitCode: 1 | 2;
  readonly cancelled: boolean;
  readonly signal: string | null;
}

function namesIn(input: unknown): string[] {
  const fields = new Map(Object.entries(input ?? {}));
  return fileFields.flatMap((field) => {
    const path: unknown = fields.get(field);
    return typeof path === "string" && !path.includes("\n") ? [basename(path)] : [];
  });
}
