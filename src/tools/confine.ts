import { isAbsolute, relative, resolve, sep } from "node:path";
import { isInside, realPathOf } from "../runFolder/realPath.ts";
import { ToolError } from "./tool.ts";

/**
 * The real path of `path` (relative ones start at the first root), links resolved. What does not exist yet is judged by the nearest
 * folder above it that does.
 * @throws ToolError when it lies outside of every root
 */
export function confine(roots: readonly string[], path: string): string {
  const [first] = roots;
  if (first === undefined) throw new ToolError("no folder is open: there is nothing to work on");
  if (path.includes("\0")) throw new ToolError("a path cannot hold a zero byte");
  const real = realPathOf(resolve(first, path));
  if (!roots.some((root) => isInside(realPathOf(resolve(root)), real)))
    throw new ToolError(`${path} lies outside of the workspace (${roots.join(", ")})`);
  return real;
}

/** As a person in the workspace would write it. */
export function shown(roots: readonly string[], path: string): string {
  for (const root of roots) {
    const way = relative(realPathOf(resolve(root)), path);
    if (way !== "" && !way.startsWith("..") && !isAbsolute(way)) return way.split(sep).join("/");
  }
  return path;
}
