import { randomBytes } from "node:crypto";
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes a file again and again until stopped: rather than given a time, for its time is then the file system's, one clock for all. */
export function keepBeating(path: string, text: string, everyMs: number): { stop(): void } {
  const beat = (): void => void writeFile(path, text, { flag: "r+" }).catch(() => undefined);
  const timer = setInterval(beat, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Milliseconds since 1970 by the clock of the file system that holds the folder. */
export async function fileSystemNow(folder: string): Promise<number> {
  const probe = join(folder, `.now.${randomBytes(4).toString("hex")}`);
  await writeFile(probe, "");
  const { mtimeMs } = await stat(probe);
  await rm(probe, { force: true });
  return mtimeMs;
}
