import { safeMessage } from "../table/protection/safeMessage.ts";

/** A query DuckDB refuses, with its place in the cell where it says one (1-based). */
export class SqlError extends Error {
  override readonly name = "SqlError";
  readonly line: number | undefined;
  readonly column: number | undefined;
  constructor(message: string, place: { readonly line: number; readonly column: number } | undefined) {
    super(message);
    this.line = place?.line;
    this.column = place?.column;
  }
}

/** Values of rows are left out. DuckDB ends its messages with the line at fault and a caret below it; long lines are cut with dots on either side. */
export function readSqlError(error: unknown, sql: string): SqlError {
  const text = error instanceof Error ? error.message : String(error);
  const [message = "", ...rest] = text.split(/\n(?=\s*LINE \d+:)/);
  const match = /^\s*LINE (\d+): (.*)\n(\s*)\^/.exec(rest.join("\n"));
  const brief = safeMessage(message.trim().replace(/\n+/g, " "));
  if (match === null) return new SqlError(brief, undefined);
  const line = Number(match[1]);
  const shown = match[2]!;
  const caret = match[3]!.length - `LINE ${line}: `.length;
  const cut = shown.startsWith("...") ? 3 : 0;
  const whole = sql.split("\n")[line - 1] ?? "";
  const start = cut === 0 ? 0 : Math.max(0, whole.indexOf(shown.slice(cut).replace(/\.\.\.$/, "")));
  return new SqlError(brief, { line, column: Math.max(1, start + caret - cut + 1) });
}
