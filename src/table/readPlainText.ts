import { readFile, stat } from "node:fs/promises";
import { DataError } from "./dataError.ts";
import { notAFile } from "./pathError.ts";

/** No config, notebook or product file is as large. */
const maxTextBytes = 2 ** 26;

/**
 * The text of a config, notebook or product file that somebody named or that lies in a folder: pipes, sockets and devices, which would
 * be waited for without end, are refused. @throws DataError for these and for files beyond 64 MiB; the file system's errors as they are
 */
export async function readPlainText(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory()) throw notAFile(path, found);
  if (found.size > maxTextBytes)
    throw new DataError(
      "too-large",
      path,
      `${path} is larger than 64 MiB: it is no config, notebook or product file`,
    );
  return await readFile(path, "utf8");
}
