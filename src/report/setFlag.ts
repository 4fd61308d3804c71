import type { ConfigStep } from "../protocol/sharing.ts";

/** Writes a change of the config for the command line: `--set columns.city.minCategoryCount=5`. */
export function setFlag({ path, value }: ConfigStep): string {
  const key = path.map((part) => (/^[\w-]+$/.test(part) ? part : JSON.stringify(part))).join(".");
  const text = `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`;
  return `--set ${/^[\w.=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`}`;
}
