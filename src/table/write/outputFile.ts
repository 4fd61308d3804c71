import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { DataError } from "../dataError.ts";
import { pathError } from "../pathError.ts";
import { temporaryBeside } from "./temporaryName.ts";

/** Where the bytes of a table go. */
export interface OutputTarget {
  readonly path: string;
  /** Taken so far. */
  readonly bytes: number;
  write(bytes: Uint8Array): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** A file that appears under its name only when complete: written beside it under a temporary name, synced, then renamed. */
export class OutputFile implements OutputTarget {
  readonly path: string;
  readonly temporaryPath: string;
  bytes = 0;
  #handle: FileHandle | undefined;

  private constructor(path: string, temporaryPath: string, handle: FileHandle) {
    this.path = path;
    this.temporaryPath = temporaryPath;
    this.#handle = handle;
  }

  /** @throws DataError directory, missing-file (its folder), no-permission, disk-full */
  static async open(path: string): Promise<OutputFile> {
    const target = await realpath(path).catch(() => path);
    const temporary = temporaryBeside(target);
    try {
      if ((await stat(target).catch(() => undefined))?.isDirectory())
        throw new DataError("directory", path, `${path} is a folder. Name a file in it to write to.`);
      return new OutputFile(target, temporary, await open(temporary, "w"));
    } catch (error) {
      throw pathError(error, path, "write");
    }
  }

  /** After a failure the temporary file is gone. @throws DataError disk-full, … */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#handle === undefined) throw new Error(`${this.path} is closed`);
    try {
      for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten;
      this.bytes += bytes.length;
    } catch (error) {
      await this.discard();
      throw pathError(error, this.path, "write");
    }
  }

  /** Syncs and renames. */
  async commit(): Promise<void> {
    const handle = this.#handle;
    if (handle === undefined) throw new Error(`${this.path} is closed`);
    try {
      await handle.sync();
      await handle.close();
      this.#handle = undefined;
      await rename(this.temporaryPath, this.path);
    } catch (error) {
      await this.discard();
      throw pathError(error, this.path, "write");
    }
  }

  /** Leaves nothing behind; may be called at any time, again too. */
  async discard(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close().catch(() => undefined);
    await rm(this.temporaryPath, { force: true }).catch(() => undefined);
  }
}
