import type { Diagnostic } from "../protocol/run.ts";

/**
 * Something the person who started the work can fix: a file, a config, an argument or the state of the machine. Its message says what
 * is wrong and what to do. Exit code 2 follows from this class.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
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
