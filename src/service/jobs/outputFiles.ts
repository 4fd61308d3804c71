import { stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { own } from "../../jsonc/own.ts";
import type { OutputFile } from "../../protocol/service.ts";
import { fileFingerprint } from "../../table/fingerprint.ts";
import type { DataFolder } from "../store/dataFolder.ts";

const types: Readonly<Record<string, string>> = {
  ".csv": "text/csv; charset=utf-8",
  ".tsv": "text/tab-separated-values; charset=utf-8",
  ".json": "application/json",
  ".ndjson": "application/x-ndjson",
  ".parquet": "application/vnd.apache.parquet",
  ".html": "text/html; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".gz": "application/gzip",
};

/** Where the bytes of an output of a job are kept. */
export function outputPath(
  folder: DataFolder,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  { name, file }: OutputFile,
): string {
  const place = /^(report|summary)\.\w+$/.test(name) && name !== "summary.json" ? "reports" : "outputs";
  return folder.path(place, tenant, id, file);
}

/** Describes a file on disk as an output of this name. `known`: its SHA-256, where that need not be computed. */
export async function outputFile(name: string, path: string, known?: string): Promise<OutputFile> {
  const sha256 = known ?? (await fileFingerprint(path));
  const { size } = await stat(path);
  const type = own(types, extname(path).toLowerCase()) ?? "application/octet-stream";
  return { name, file: basename(path), type, bytes: size, sha256 };
}
