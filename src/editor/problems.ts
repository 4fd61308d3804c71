import type { Problem } from "../protocol/editor.ts";
import type { Diagnostic } from "../protocol/run.ts";

/** A finding as views show it. */
export function problemOf({ severity, code, message, line, column, path, fix }: Diagnostic): Problem {
  return { severity, code, message, line, column, path, ...(fix && { fix: fix.title }) };
}

/** A broken end of a text is an empty line: what stands before it says more. */
export function linesUpTo(text: string, line: number, most = 3): { line: number; text: string }[] {
  return text
    .split(/\r?\n/)
    .slice(0, line)
    .map((content, i) => ({ line: i + 1, text: content.slice(0, 200) }))
    .slice(-most);
}
