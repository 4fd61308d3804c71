import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inEnglish, type Language, languageOf } from "../language/language.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** The built script of report.html; beside the bundles, or in `dist/` when run from source. */
export async function reportScript(): Promise<string> {
  return await readFirst([join(here, "report.js"), join(here, "../../dist/report.js")]);
}

export async function reportStyle(): Promise<string> {
  return await readFirst([join(here, "media/report.css"), join(here, "../../media/report.css")]);
}

/** The texts of a report in a language, such as `de` or `de-AT`; English where there are none, and where none is named. */
export async function reportLanguage(tag = "en"): Promise<Language> {
  if (!/^de\b/i.test(tag)) return inEnglish;
  const name = "bundle.l10n.de.json";
  const text = await readFirst([join(here, "../l10n", name), join(here, "../../l10n", name)]);
  return languageOf(tag, JSON.parse(text) as Record<string, string>);
}

async function readFirst(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`${paths[0]} is missing: this installation is incomplete`);
}
