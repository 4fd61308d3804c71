import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "jsonc-parser";
import { sameFile } from "../config/paths.ts";
import { parseNotebook } from "../notebook/notebookFile.ts";
import { StepCache } from "../notebook/stepCache.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { filesBelow } from "./filesBelow.ts";

export interface Made {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Tables below `folder` that were sampled from one of these models, by the SHA-256 that their provenance names, with what stands beside them. */
export async function sampledFrom(models: readonly string[], folder: string): Promise<Made> {
  const hashes = new Set<string>();
  for (const model of models) if (existsSync(model)) hashes.add(await fileFingerprint(model));
  const files: string[] = [];
  const folders: string[] = [];
  if (hashes.size === 0) return { files, folders };
  for (const path of await filesBelow(folder, /^provenance\.json$|\.provenance\.json$/)) {
    const hash = await modelHash(path);
    if (hash === undefined || !hashes.has(hash)) continue;
    const parts = dirname(path);
    // a folder of parts has its manifest; another one may hold anything
    if (basename(path) !== "provenance.json")
      files.push(...[path.slice(0, -".provenance.json".length), path].filter((file) => existsSync(file)));
    else if (existsSync(join(parts, "manifest.json")) && existsSync(join(parts, "plan.json")))
      folders.push(parts);
  }
  return { files, folders };
}

async function modelHash(path: string): Promise<string | undefined> {
  try {
    const { synthetic, model } = JSON.parse(await readPlainText(path)) as {
      readonly synthetic?: unknown;
      readonly model?: { readonly sha256?: unknown };
    };
    return synthetic === true && typeof model?.sha256 === "string" ? model.sha256 : undefined;
  } catch {
    return undefined;
  }
}

/** What notebooks below `folder` that read the source keep: results of their steps, and outputs beside them. */
export async function notebooksOf(source: string, folder: string): Promise<Made> {
  const files: string[] = [];
  const folders: string[] = [];
  for (const path of await filesBelow(folder, /\.synthnb$/i)) {
    if (!(await readsSource(path, source))) continue;
    const cache = new StepCache(path).folder;
    if (existsSync(cache)) folders.push(cache);
    if (existsSync(`${path}.out.json`)) files.push(`${path}.out.json`);
  }
  return { files, folders };
}

async function readsSource(path: string, source: string): Promise<boolean> {
  const notebook = parseNotebook(await readPlainText(path).catch(() => ""));
  if (!("cells" in notebook)) return false;
  return notebook.cells.some(({ kind, text }) => {
    if (kind !== "synth") return false;
    const named = (parse(text) as { readonly source?: { readonly path?: unknown } | string } | undefined)
      ?.source;
    const file = typeof named === "object" ? named.path : named;
    return typeof file === "string" && sameFile(resolve(dirname(path), file), source);
  });
}
