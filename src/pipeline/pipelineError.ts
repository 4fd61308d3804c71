import { WhereError } from "../config/where.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { DataError } from "../table/dataError.ts";
import { ModelError } from "../transform/modelTable.ts";

/** The config or the situation is wrong in a way the user can mend. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  readonly diagnostics: readonly Diagnostic[];
  constructor(message: string, diagnostics: readonly Diagnostic[] = []) {
    super(message);
    this.diagnostics = diagnostics;
  }
}

export interface Failure {
  readonly exitCode: 1 | 2;
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly stack?: string;
}

/** What to tell the user of an error thrown anywhere in a run. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof PipelineError)
    return { exitCode: 2, message: error.message, diagnostics: error.diagnostics };
  if (error instanceof DataError && error.code === "disk-full")
    return { exitCode: 1, message: error.message, diagnostics: [] };
  if (error instanceof DataError || error instanceof WhereError)
    return { exitCode: 2, message: error.message, diagnostics: [] };
  if (error instanceof ModelError)
    return { exitCode: error.userFault ? 2 : 1, message: error.message, diagnostics: [] };
  const system = describeSystemError(error);
  if (system) return { exitCode: isDiskFull(error) ? 1 : 2, message: system, diagnostics: [] };
  const stack = error instanceof Error ? error.stack : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return {
    exitCode: 1,
    message: `unexpected error: ${message}`,
    diagnostics: [],
    ...(stack !== undefined && { stack }),
  };
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(ENOSPC|EDQUOT|EFBIG)$/.test(String(error.code));
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
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `cannot write${where}: permission denied; choose another folder or change its permissions`;
    case "ENOENT":
      return `not found:${where}`;
    case "ENOTDIR":
      return `not a folder:${where}`;
    default:
      return undefined;
  }
}
