import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { reportMarkdown } from "../report/text/markdown.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { shown } from "./confine.ts";
import { existing } from "./existing.ts";
import { newestReport, parseReport } from "./getReport.ts";

/** Configs listed at most, and folders below a root that are looked into. */
const maxConfigs = 200;
const maxDepth = 4;
const skipped = new Set(["node_modules", "dist", "out", "build"]);

/** Paths of the configs under the roots, as a caller names them; links are not followed. */
export function listConfigs(roots: readonly string[]): string[] {
  const found: string[] = [];
  const look = (folder: string, depth: number): void => {
    const entries = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries) {
      if (found.length === maxConfigs) return;
      if (entry.isFile() && entry.name.endsWith(".synth.json")) found.push(join(folder, entry.name));
      if (entry.isDirectory() && depth > 0 && !entry.name.startsWith(".") && !skipped.has(entry.name))
        look(join(folder, entry.name), depth - 1);
    }
  };
  for (const root of roots) look(root, maxDepth);
  return found.map((path) => shown(roots, path)).sort();
}

/** The text of a config. @throws ToolError */
export async function configResource(roots: readonly string[], name: string): Promise<string> {
  return readPlainText(existing(roots, configName(name)));
}

/** The report of a config's newest finished run as Markdown. @throws ToolError */
export async function reportResource(roots: readonly string[], name: string): Promise<string> {
  const config = existing(roots, configName(name));
  const json = await newestReport(config, name, { roots });
  return reportMarkdown(parseReport(await readFile(json, "utf8"), name));
}

/** Only configs are read as resources. */
function configName(name: string): string {
  return /\.synth\.json$/i.test(name) ? name : `${name}.synth.json`;
}
