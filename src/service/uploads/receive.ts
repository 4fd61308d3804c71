import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { grouped } from "../../language/counts.ts";
import { isDiskFull } from "../../pipeline/failure.ts";
import { fullDisk, ServiceProblem } from "../problem.ts";

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
  const file = await open(path, offset === 0 ? "w" : "r+");
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
  try {
    // a chunk at a time: what a client sends faster than the disk takes it waits in its socket
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (bytes + chunk.length > max)
        throw new ServiceProblem("upload-too-large", `an upload has ${grouped(max)} bytes at most`, {
          limit: max,
        });
      hash.update(chunk);
      await writeAll(file, chunk, bytes);
      bytes += chunk.length;
      inWindow += chunk.length;
      looked += chunk.length;
      if (looked < lookAtDiskEvery) continue;
      looked = 0;
      await refuseFullDisk(path, minFreeBytes);
    }
    await file.sync();
  } catch (error) {
    if (isDiskFull(error)) throw fullDisk();
    throw error;
  } finally {
    clearInterval(watch);
    await file.close();
  }
  return { bytes, hash };
}

async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let at = 0; at < chunk.length; )
    at += (await file.write(chunk, at, chunk.length - at, position + at)).bytesWritten;
}

async function refuseFullDisk(path: string, minFreeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < minFreeBytes) throw fullDisk();
}
