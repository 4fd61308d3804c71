import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const translated = /\b(?:t|say|sayMarkup)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;
const said = /(?<![#.\w])(?:say|sayMarkup)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g;

/** The calls that show words, by folder; `t` of the rows beside a report takes keys. */
const callsIn: Readonly<Record<string, RegExp>> = {
  "src/editor": translated,
  "src/extension": translated,
  "src/runs": translated,
  "src/report": said,
  "src/metrics": said,
  "webview/notebook": said,
  "webview/report": said,
};

/** Returns every message given to `l10n.t("…")`, `t("…")`, `say("…")` or `sayMarkup("…")` where words are shown, sorted. */
export function messagesInUse(root: string): string[] {
  const found = new Set<string>();
  for (const [folder, calls] of Object.entries(callsIn))
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts")) continue;
      const source = readFileSync(join(root, folder, file), "utf8");
      for (const [, quoted] of source.matchAll(calls)) found.add(unquote(quoted!));
    }
  return [...found].sort();
}

/** `%key%` placeholders of the manifest, sorted. */
export function manifestKeys(root: string): string[] {
  const manifest = readFileSync(join(root, "package.json"), "utf8");
  return [...new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!))].sort();
}

function unquote(literal: string): string {
  return literal.startsWith('"')
    ? (JSON.parse(literal) as string)
    : literal.slice(1, -1).replaceAll("\\'", "'");
}
