import { readdir, readFile } from "node:fs/promises";

/** Reads a record; undefined where there is none or it is damaged. */
export async function readRecord<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** Names in a folder, sorted; none where it does not exist. */
export async function namesIn(path: string): Promise<string[]> {
  return (await readdir(path).catch(() => [])).sort();
}
