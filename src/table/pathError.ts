import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { own } from "../jsonc/own.ts";
import { DataError } from "./dataError.ts";

/** Refuses what would be waited for without end: pipes, sockets, devices and the kernel's own files. @throws DataError */
export async function refuseOddFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw pathError(error, path, "read");
  });
  if (found.isDirectory())
    throw new DataError("directory", path, `${path} is a folder, not a file. Name a file in it.`);
  if (!found.isFile()) throw notAFile(path, found);
  if (found.size === 0)
    throw new DataError(
      "empty-file",
      path,
      `${path} is empty. Give a file with a header line and at least one row.`,
    );
}

/** Says what else stands at a path. */
export function notAFile(path: string, found: Stats): DataError {
  const what = found.isFIFO() ? "a pipe" : found.isSocket() ? "a socket" : "a device";
  return new DataError(
    "not-a-file",
    path,
    `${path} is ${what}, not a file. Save its content to a file first.`,
  );
}

/** A file system error as a DataError that says what to do; other errors pass through. */
export function pathError(error: unknown, path: string, doing: "read" | "write"): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof DataError) return error;
  const known = own(messages, code);
  if (known === undefined)
    return new DataError(`cannot-${doing}`, path, `cannot ${doing} ${path}: ${(error as Error).message}`);
  return new DataError(known.code, path, known.message(path, doing));
}

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  // a zero byte in the path
  if (error.code === "ERR_INVALID_ARG_VALUE") return error.code;
  return /^E[A-Z0-9]+$/.test(error.code) && !error.code.startsWith("ERR_") ? error.code : undefined;
}

const messages: Record<string, { code: string; message: (path: string, doing: "read" | "write") => string }> =
  {
    ENOENT: {
      code: "missing-file",
      message: (path, doing) =>
        doing === "read"
          ? `no such file: ${path}. Check the path; paths in a config are relative to the config.`
          : `cannot write ${path}: its folder does not exist. Create the folder first.`,
    },
    ENOTDIR: {
      code: "missing-file",
      message: (path) => `no such file: ${path}. A part of the path is a file.`,
    },
    EISDIR: { code: "directory", message: (path) => `${path} is a folder, not a file. Name a file in it.` },
    EACCES: {
      code: "no-permission",
      message: (path, doing) =>
        `no permission to ${doing} ${path}. Change its permissions or choose another path.`,
    },
    EPERM: {
      code: "no-permission",
      message: (path, doing) =>
        `no permission to ${doing} ${path}. Change its permissions or choose another path.`,
    },
    EROFS: {
      code: "no-permission",
      message: (path) => `cannot write ${path}: the file system is read-only. Choose another path.`,
    },
    ENOSPC: {
      code: "disk-full",
      message: (path) => `the disk is full: ${path} was not written. Free some space and run again.`,
    },
    EDQUOT: {
      code: "disk-full",
      message: (path) => `the disk quota is used up: ${path} was not written. Free some space and run again.`,
    },
    EFBIG: {
      code: "disk-full",
      message: (path) => `${path} would be larger than the file system or its limits allow.`,
    },
    EMFILE: {
      code: "too-many-files",
      message: (path) => `too many files are open to use ${path}. Close some and run again.`,
    },
    EBUSY: {
      code: "file-busy",
      message: (path) => `${path} is in use by another program. Close it there and run again.`,
    },
    ENAMETOOLONG: {
      code: "bad-path",
      message: (path) => `the path is too long: ${path.slice(0, 60)}…. Give a shorter one.`,
    },
    ELOOP: {
      code: "bad-path",
      message: (path) => `${path} is a link that leads back to itself. Name the file itself.`,
    },
    ERR_INVALID_ARG_VALUE: {
      code: "bad-path",
      message: (path) => `${JSON.stringify(path)} is not a path: it holds a zero byte. Remove it.`,
    },
  };
