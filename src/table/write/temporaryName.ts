import { basename, dirname, join } from "node:path";

let counter = 0;

/** A name in the same folder for what becomes `path` once it is complete: `.NAME.PID-N.tmp`, by which what a killed process left is known. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${counter++}.tmp`);
}
