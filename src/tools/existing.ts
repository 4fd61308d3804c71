import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { nearest } from "../jsonc/nearest.ts";
import { confine, shown } from "./confine.ts";
import { ToolError } from "./tool.ts";

/**
 * The real path of a file that is there.
 * @throws ToolError when it lies outside of every root, or is missing: with the name that was probably meant, else with `hint`
 */
export function existing(roots: readonly string[], name: string, hint = ""): string {
  const path = confine(roots, name);
  if (existsSync(path)) return path;
  const folder = dirname(path);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const guess = nearest(basename(path), names);
  if (guess === undefined) throw new ToolError(`there is no ${name}${hint === "" ? "" : `; ${hint}`}`);
  throw new ToolError(`there is no ${name}: did you mean ${shown(roots, `${folder}/${guess}`)}?`);
}
