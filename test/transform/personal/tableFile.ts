import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "syndata-personal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** The path of a new CSV file with this text; it goes away after the tests of the file. */
export function tableFile(text: string): string {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, text);
  return path;
}
