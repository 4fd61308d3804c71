import { open, rename, rm } from "node:fs/promises";
import { pathError } from "../table/pathError.ts";
import { temporaryBeside } from "../table/write/temporaryName.ts";

/**
 * Writes to a temporary name in the same folder, flushes to disk, then renames: readers see the old file or the new one.
 * @throws DataError naming `path`: disk-full, no-permission, missing-file (its folder), …
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw pathError(error, path, "write");
  }
}
