import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { linksPath } from "../product/feedback/links.ts";
import type { Product } from "../product/schema.ts";
import { ignoreInGit } from "../runFolder/realPath.ts";

/**
 * Makes the folders of feedback tables ignore themselves in git, so that what people wrote is not committed. A folder that also holds
 * other things, or the product file itself, stays as it is.
 * @param path absolute path of the product file
 * @returns names of the folders that ignore themselves from now on
 */
export async function keepFeedbackOutOfGit(
  { feedback }: Pick<Product, "feedback">,
  path: string,
): Promise<string[]> {
  const tables = feedback.tables.map((table) => resolve(dirname(path), table.path));
  const own = new Set([...tables, ...tables.map(linksPath)]);
  const made: string[] = [];
  for (const folder of new Set(tables.filter((table) => existsSync(table)).map(dirname))) {
    const names = readdirSync(folder);
    if (folder === resolve(dirname(path)) || names.some((name) => !own.has(resolve(folder, name)))) continue;
    await ignoreInGit(folder);
    made.push(basename(folder));
  }
  return made;
}
