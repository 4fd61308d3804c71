import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pathError, refuseOddFile } from "./pathError.ts";

/** SHA-256 of the file's bytes, in hex: tells whether data changed since a run. @throws DataError if it cannot be read */
export async function fileFingerprint(path: string): Promise<string> {
  const hash = createHash("sha256");
  await refuseOddFile(path);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Buffer);
  } catch (error) {
    throw pathError(error, path, "read");
  }
  return hash.digest("hex");
}
