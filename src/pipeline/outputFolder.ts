import { existsSync } from "node:fs";
import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { unwritableEnding, writableHint } from "../config/paths.ts";
import { isProcessAlive } from "../runFolder/holder.ts";
import { InputError } from "./inputError.ts";

/** Makes the output's folder and checks that it can be written to. `from`: the key that named it. @throws InputError */
export async function prepareOutputFolder(outputPath: string, from = "output.path"): Promise<void> {
  const ending = unwritableEnding(outputPath);
  if (ending !== undefined)
    throw new InputError(
      from,
      `: ${outputPath} cannot be written, as ${ending} files are only read; ${writableHint}`,
    );
  const existing = await stat(outputPath).catch(() => undefined);
  if (existing?.isDirectory()) throw new InputError(from, `: ${outputPath} is a folder; name a file in it`);
  const folder = dirname(outputPath);
  await makeFolder(folder);
  await removeStaleParts(outputPath);
}

/** Node calls a folder that cannot be made on a read-only file system missing: the nearest one above it says why. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    let above = folder;
    while (!existsSync(above) && above !== dirname(above)) above = dirname(above);
    await access(above, constants.W_OK);
    throw error;
  }
  await access(folder, constants.W_OK);
}

/** Removes what a killed process left half-written of a file, or of its provenance: `temporaryBeside`. */
export async function removeStaleParts(outputPath: string): Promise<void> {
  const folder = dirname(outputPath);
  const start = `.${basename(outputPath)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start)) continue;
    const pid = Number(/^(?:provenance\.json\.)?(\d+)-[\da-f]+\.tmp$/.exec(name.slice(start.length))?.[1]);
    if (Number.isNaN(pid)) continue;
    // in a container this process may have the number of the one that was killed
    if (pid === process.pid || !isProcessAlive(pid)) await rm(join(folder, name), { force: true });
  }
}
