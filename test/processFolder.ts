import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = "SYNDATA_TEST_FOLDER";

/** Makes the folder of this run of the tests, before their processes start; what is returned removes it. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "syndata-tests-"));
  process.env[root] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A folder that goes away after all tests: files of tests that share their modules share it. */
export function processFolder(name: string): string {
  return mkdtempSync(join(process.env[root] ?? tmpdir(), `${name}-`));
}
