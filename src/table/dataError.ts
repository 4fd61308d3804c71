/** Bad data file: its message names the file and, where known, line and column, and says what to do. */
export class DataError extends Error {
  override readonly name = "DataError";
  /** stable, kebab-case: `empty-file`, `ragged-row`, … */
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
}
