import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isProcessAlive } from "../runFolder/isProcessAlive.ts";
import { InputError } from "./inputError.ts";

/** Makes the output's folder and checks that it can be written to. `from`: the key that named it. @throws InputError */
export async function prepareOutputFolder(outputPath: string, from = "output.path"): Promise<void> {
  const existing = await stat(outputPath).catch(() => undefined);
  if (existing?.isDirectory()) throw new InputError(from, `: ${outputPath} is a folder; name a file in it`);
  const folder = dirname(outputPath);
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
  await removeStaleParts(outputPath);
}

/** What a killed process left half-written beside the output: `.NAME.PID-N.tmp`. */
async function removeStaleParts(outputPath: string): Promise<void> {
  const folder = dirname(outputPath);
  const start = `.${basename(outputPath)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start) || !/^\d+-\d+\.tmp$/.test(name.slice(start.length))) continue;
    if (!isProcessAlive(Number.parseInt(name.slice(start.length), 10)))
      await rm(join(folder, name), { force: true });
  }
}
