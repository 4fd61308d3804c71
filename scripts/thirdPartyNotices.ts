import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A line for every package whose code is shipped: name, version, license. */
export function licenseList(root: string, folders: readonly string[]): string {
  const lines = folders.flatMap((folder) => {
    const path = join(root, folder, "package.json");
    if (!existsSync(path)) return [];
    const { name, version, license } = JSON.parse(readFileSync(path, "utf8")) as {
      name: string;
      version: string;
      license?: unknown;
    };
    return [`${name}\t${version}\t${typeof license === "string" ? license : "see ThirdPartyNotices.txt"}`];
  });
  return `${[...new Set(lines)].sort().join("\n")}\n`;
}

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
