import type { Failure } from "../protocol/run.ts";
import { isUserError } from "../table/userError.ts";
import { InputError } from "./inputError.ts";

/** A failure that another process described. */
export class FailureError extends Error {
  override readonly name = "FailureError";
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Somebody asked the work to stop, and it did. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
  constructor() {
    super("cancelled");
  }
}

/** The process that asked for the work is gone. Nobody cancelled it: what was finished can be resumed. */
export class ParentGoneError extends Error {
  override readonly name = "ParentGoneError";
}

/** Describes an error thrown anywhere in a job. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (isUserError(error))
    return {
      exitCode: error.exitCode,
      message: error.message,
      diagnostics: error.diagnostics,
      ...(isDiskFull(error) && { diskFull: true }),
      ...(error instanceof InputError && { input: { field: error.field, detail: error.detail } }),
    };
  const system = describeSystemError(error);
  if (system && isDiskFull(error)) return { exitCode: 1, message: system, diagnostics: [], diskFull: true };
  if (system) return { exitCode: 2, message: system, diagnostics: [] };
  const stack = error instanceof Error ? error.stack : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return {
    exitCode: 1,
    message: `unexpected error: ${message}`,
    diagnostics: [],
    ...(stack !== undefined && { stack }),
  };
}

/** Whether there was no room for what was to be written: of the disk, of a quota, or of the largest file. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof FailureError) return error.failure.diskFull === true;
  return (
    error instanceof Error && "code" in error && /^(ENOSPC|EDQUOT|EFBIG|disk-full)$/.test(String(error.code))
  );
}

function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { code, path } = error as NodeJS.ErrnoException;
  const where = path ? ` ${path}` : "";
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return `the disk is full: cannot write${where}; free some space and run again with --resume`;
    case "EROFS":
      return `cannot write${where}: the file system is read-only; choose another folder`;
    case "EACCES":
    case "EPERM":
      return `no permission for${where}; change its permissions or choose another place`;
    case "ENOENT":
      return `not found:${where}`;
    case "ENOTDIR":
      return `not a folder:${where}`;
    default:
      return isPathFault(code) ? `${(error as Error).message}; check the path` : undefined;
  }
}

/** Codes of the system, and of paths that are none (a zero byte). */
function isPathFault(code: string | undefined): boolean {
  return code === "ERR_INVALID_ARG_VALUE" || /^E(?!RR_)[A-Z0-9]+$/.test(code ?? "");
}
