import { readlinkSync, realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** The path with all links resolved; of what does not exist yet, the nearest folder above it that does. A link to what does not exist is followed too. */
export function realPathOf(path: string, links = 40): string {
  try {
    return realpathSync.native(path);
  } catch {
    const folder = dirname(path);
    const target = linkTarget(path);
    if (target !== null && links > 0) return realPathOf(resolve(folder, target), links - 1);
    return folder === path ? path : join(realPathOf(folder, links), basename(path));
  }
}

/** Null where the path is no link. */
function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** Whether `path` is `root` or lies in it; both with links resolved. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Makes a folder ignore itself in git. A file or link of that name stays as it is. */
export async function ignoreInGit(folder: string): Promise<void> {
  await writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
