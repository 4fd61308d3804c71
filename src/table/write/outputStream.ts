import type { Writable } from "node:stream";
import { DataError } from "../dataError.ts";
import { pathError } from "../pathError.ts";
import type { OutputTarget } from "./outputFile.ts";

/** A table on its way to standard output: what is written has gone, nothing can be taken back. The stream stays open. */
export class OutputStream implements OutputTarget {
  readonly path = "standard output";
  bytes = 0;
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Resolves once the bytes were taken. @throws DataError reader-gone, disk-full, … */
  async write(bytes: Uint8Array): Promise<void> {
    // the encoder uses its buffer again
    const own = Uint8Array.from(bytes);
    await new Promise<void>((done, fail) => {
      this.#stream.write(own, (error) => {
        if (error) fail(streamError(error, this.path));
        else done();
      });
    });
    this.bytes += bytes.length;
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }
}

function streamError(error: NodeJS.ErrnoException, path: string): unknown {
  if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED")
    return new DataError("reader-gone", path, `the reader of ${path} closed it`);
  return pathError(error, path, "write");
}
