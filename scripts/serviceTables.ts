import { readFile, writeFile } from "node:fs/promises";
import { settingRows } from "../src/service/settings.ts";

const [begin, end] = ["<!-- settings: begin -->", "<!-- settings: end -->"];

/** The table of settings as docs/service.md holds it, made from their schema. */
export function settingsTable(): string {
  const rows = settingRows().map(
    ({ name, fallback, description }) =>
      `| \`${name}\` | ${fallback === "" ? "" : `\`${fallback}\``} | ${description} |`,
  );
  return ["| setting | default | meaning |", "|---|---|---|", ...rows].join("\n");
}

/** The document with its table of settings as it should be. */
export function withSettings(document: string): string {
  const [before = "", rest = ""] = document.split(begin);
  const [, after = ""] = rest.split(end);
  return `${before}${begin}\n${settingsTable()}\n${end}${after}`;
}

if (process.argv[1]?.endsWith("serviceTables.ts")) {
  const path = "docs/service.md";
  await writeFile(path, withSettings(await readFile(path, "utf8")));
}
