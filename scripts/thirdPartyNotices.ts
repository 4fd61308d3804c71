import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The license of every package whose code is shipped; `folders` are package folders, as in `dist/packages.json`. */
export function thirdPartyNotices(root: string, folders: readonly string[]): string {
  const parts = folders
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(root, folder, "package.json"), "utf8"),
      ) as { name: string; version: string; license?: unknown };
      const file = readdirSync(join(root, folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
      const text = file === undefined ? "" : `\n\n${readFileSync(join(root, folder, file), "utf8").trim()}`;
      return `${name} ${version} (${typeof license === "string" ? license : "see below"})${text}`;
    });
  const line = `\n\n${"-".repeat(78)}\n\n`;
  return `SynData contains the work of others, under these licenses.${line}${parts.join(line)}\n`;
}
