import { createReadStream } from "node:fs";
import { copyFile, link, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";

/** First and last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the bytes of uploads, models and results lie: what is written once and read often. Named by its path in the data folder. The
 * records, which are small and change, are files of that folder in any case.
 */
export interface BlobStore {
  /** Keeps the file at `path`; afterwards it may be there no longer, and is read by this store alone. When this resolves, it is durable. */
  keep(path: string): Promise<void>;
  /** Puts the bytes at `to`, whole or not at all; a file that is there already has them. */
  copyTo(path: string, to: string): Promise<void>;
  /** Rejects where nothing is kept, before the first byte. */
  read(path: string, range?: ByteRange): Promise<Readable>;
  /** Deletes everything below a folder; there may be nothing. */
  remove(folder: string): Promise<void>;
}

/** Bytes are files where they were written. */
export class FolderBlobs implements BlobStore {
  async keep(): Promise<void> {
    // whoever wrote it has written it durably
  }

  async copyTo(path: string, to: string): Promise<void> {
    await mkdir(dirname(to), { recursive: true });
    await link(path, to).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") await copyFile(path, to);
    });
  }

  async read(path: string, range?: ByteRange): Promise<Readable> {
    const stream = createReadStream(path, range);
    await new Promise<void>((resolve, reject) => {
      stream.once("open", () => resolve());
      stream.once("error", reject);
    });
    return stream;
  }

  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }
}
