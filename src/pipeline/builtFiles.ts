import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The built script of report.html; beside the bundles, or in `dist/` when run from source. */
export async function reportScript(): Promise<string> {
  return await readFirst([join(here, "report.js"), join(here, "../../dist/report.js")]);
}

export async function reportStyle(): Promise<string> {
  return await readFirst([join(here, "media/report.css"), join(here, "../../media/report.css")]);
}

async function readFirst(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`${paths[0]} is missing: this installation is incomplete`);
}
