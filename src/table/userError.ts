import type { Diagnostic } from "../protocol/run.ts";

const mark = Symbol.for("syndata.UserError");

/** Whether an error is one that the person can fix, of this bundle or another. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && mark in error;
}

/**
 * Something the person who started the work can fix: a file, a config, an argument or the state of the machine. Its message says what
 * is wrong and what to do. Exit code 2 follows from this class.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** The server lies in a bundle with a class of its own: this is true in both. */
  readonly [mark] = true;
  /** Findings with their places, where a config is wrong. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[] = []) {
    super(message);
    this.diagnostics = diagnostics;
  }

  /** Process exit code that the error stands for. */
  get exitCode(): 1 | 2 {
    return 2;
  }
}
