import { isUtf8 } from "node:buffer";
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
  return (await plainBytes(path)).toString("utf8");
}

/**
 * The same of a text that is edited and written back: one in another encoding is refused, since what cannot be read of it would be lost.
 * @param name the file's name in the message
 * @throws DataError not-utf8, and as `readPlainText`
 */
export async function readEditableText(path: string, name = path): Promise<string> {
  const bytes = await plainBytes(path);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new DataError("not-utf8", path, `${name} is not UTF-8: save it in this encoding`);
}

async function plainBytes(path: string): Promise<Buffer> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory()) throw notAFile(path, found);
  if (found.size > maxTextBytes)
    throw new DataError(
      "too-large",
      path,
      `${path} is larger than 64 MiB: it is no config, notebook or product file`,
    );
  return await readFile(path);
}
