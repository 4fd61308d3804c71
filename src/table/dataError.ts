import { UserError } from "./userError.ts";

/** Bad data file: its message names the file and, where known, line and column, and says what to do. */
export class DataError extends UserError {
  override readonly name = "DataError";
  /** Stable, kebab-case: `empty-file`, `ragged-row`, … */
  readonly code: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly column: string | undefined;

  constructor(code: string, path: string, message: string, at: { line?: number; column?: string } = {}) {
    super(message);
    this.code = code;
    this.path = path;
    this.line = at.line;
    this.column = at.column;
  }

  /** A full disk is no bad data: the same call succeeds once there is space. */
  override get exitCode(): 1 | 2 {
    return this.code === "disk-full" ? 1 : 2;
  }
}
