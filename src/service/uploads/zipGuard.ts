import { type FileHandle, open } from "node:fs/promises";
import { grouped } from "../../language/counts.ts";
import { ServiceProblem } from "../problem.ts";

export interface ZipEntry {
  readonly name: string;
  readonly packed: number;
  readonly unpacked: number;
}

export interface ZipLimits {
  readonly maxEntries: number;
  readonly maxUnpacked: number;
}

const endSize = 22;
const maxComment = 65_535;
const maxDirectory = 4_000_000;

/** Reads the list of entries at the end of a zip, without unpacking anything. @throws ServiceProblem when it is damaged or passes the limits */
export async function checkZip(
  path: string,
  what: "bad-model" | "bad-table",
  limits: ZipLimits,
): Promise<ZipEntry[]> {
  const file = await open(path, "r");
  try {
    const entries = await readEntries(file, what);
    const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
    if (entries.length > limits.maxEntries)
      throw new ServiceProblem(what, `it holds more than ${limits.maxEntries} files`, {
        limit: limits.maxEntries,
      });
    if (unpacked > limits.maxUnpacked)
      throw new ServiceProblem(what, `unpacked, it has more than ${grouped(limits.maxUnpacked)} bytes`, {
        limit: limits.maxUnpacked,
      });
    if (entries.some(({ name }) => /(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[a-z]:/i.test(name)))
      throw new ServiceProblem(what, "it holds files that would lie outside of it");
    return entries;
  } finally {
    await file.close();
  }
}

async function readEntries(file: FileHandle, what: "bad-model" | "bad-table"): Promise<ZipEntry[]> {
  const damaged = new ServiceProblem(what, "it is no zip file, or it is cut; send it again");
  const { size } = await file.stat();
  const tail = Buffer.alloc(Math.min(size, endSize + maxComment));
  await file.read(tail, 0, tail.length, size - tail.length);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + endSize > tail.length) throw damaged;
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (length > maxDirectory || offset + length > size) throw damaged;
  const directory = Buffer.alloc(length);
  await file.read(directory, 0, length, offset);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > length || directory.readUInt32LE(at) !== 0x02014b50) throw damaged;
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      name: directory.subarray(at + 46, at + 46 + nameLength).toString("utf8"),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}
