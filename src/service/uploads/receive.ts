import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ServiceProblem } from "../problem.ts";

export interface ReceiveOptions {
  /** Bytes that are there already. */
  readonly offset: number;
  /** Bytes at most, those before `offset` counted. */
  readonly max: number;
  readonly minFreeBytes: number;
  /** Bytes that must arrive in each window of this many milliseconds. */
  readonly minBytes?: number;
  readonly windowMs?: number;
}

/** A minute at 16 kB a second. */
const defaultWindow = { minBytes: 960_000, windowMs: 60_000 };
const lookAtDiskEvery = 64_000_000;

/** Writes a body to a file as it arrives, in constant memory. Resolves to the bytes the file has then. @throws ServiceProblem; what arrived before stays */
export async function receive(
  body: Readable,
  path: string,
  options: ReceiveOptions,
): Promise<{ readonly bytes: number; readonly hash: Hash }> {
  const { offset, max, minFreeBytes } = options;
  const { minBytes, windowMs } = { ...defaultWindow, ...options };
  const hash = createHash("sha256");
  let bytes = offset;
  let inWindow = 0;
  let looked = 0;
  await refuseFullDisk(path, minFreeBytes);
  const watch = setInterval(() => {
    if (inWindow < minBytes)
      body.destroy(
        new ServiceProblem(
          "too-slow",
          "less than 16 kB a second arrived over a minute; send it again, or in parts by tus",
        ),
      );
    inWindow = 0;
  }, windowMs);
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      inWindow += chunk.length;
      looked += chunk.length;
      if (bytes > max) {
        done(
          new ServiceProblem(
            "upload-too-large",
            `an upload has ${max.toLocaleString("en-US")} bytes at most`,
            { limit: max },
          ),
        );
        return;
      }
      hash.update(chunk);
      if (looked < lookAtDiskEvery) done(null, chunk);
      else {
        looked = 0;
        refuseFullDisk(path, minFreeBytes).then(() => done(null, chunk), done);
      }
    },
  });
  try {
    await pipeline(
      body,
      count,
      createWriteStream(path, { flags: offset === 0 ? "w" : "r+", start: offset, flush: true }),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw fullDisk();
    throw error;
  } finally {
    clearInterval(watch);
  }
  return { bytes, hash };
}

async function refuseFullDisk(path: string, minFreeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < minFreeBytes) throw fullDisk();
}

function fullDisk(): ServiceProblem {
  return new ServiceProblem(
    "disk-full",
    "the server has no room for more; delete uploads or results, or ask its administrator",
  );
}
