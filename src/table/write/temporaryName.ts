import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";

/**
 * A name in the same folder for what becomes `path` once it is complete: `.NAME.PID-HEX.tmp`, by which what a killed process left is known.
 * Processes of several containers have the same number: no two names are the same.
 */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
}
