import type { Diagnostic } from "../protocol/run.ts";
import { type ConfigText, lineColumn } from "./configText.ts";

/** Finds the first unfinished merge: one finding from `<<<<<<<` to `>>>>>>>`, in place of the syntax errors it causes. */
export function findConflict({ text, file }: ConfigText): Diagnostic | null {
  const start = /^<{7} .*$/m.exec(text);
  if (start === null) return null;
  const end = /^>{7} .*$/m.exec(text.slice(start.index));
  const length = end === null ? start[0].length : end.index + end[0].length;
  const first = lineColumn(text, start.index);
  const last = lineColumn(text, start.index + length);
  return {
    severity: "error",
    code: "unfinished-merge",
    message: `unfinished merge, lines ${first.line} to ${last.line}: keep what is right and remove the markers`,
    file,
    ...first,
    offset: start.index,
    length,
    path: [],
  };
}
