import { readdir } from "node:fs/promises";
import { join } from "node:path";

const skipped = new Set(["node_modules", ".git", ".syndata"]);
const maxDepth = 6;

/** Files in a folder and a few levels of those in it whose names match, without what is SynData's or a package manager's own. */
export async function filesBelow(folder: string, names: RegExp, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && names.test(entry.name)) found.push(path);
    else if (entry.isDirectory() && !skipped.has(entry.name) && depth < maxDepth)
      found.push(...(await filesBelow(path, names, depth + 1)));
  }
  return found;
}
