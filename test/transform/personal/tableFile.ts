import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { processFolder } from "../../processFolder.ts";

const folder = processFolder("personal");
let files = 0;

/** The path of a new CSV file with this text; it goes away after the tests of the file. */
export function tableFile(text: string): string {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, text);
  return path;
}
