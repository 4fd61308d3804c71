import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Returns every message given to `l10n.t("…")` or `t("…")` under `src/extension` and `src/runs`, sorted. */
export function messagesInUse(root: string): string[] {
  const files = ["src/editor", "src/extension", "src/runs"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      join(root, folder, file),
    ),
  );
  const found = new Set<string>();
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const source = readFileSync(file, "utf8");
    for (const [, quoted] of source.matchAll(/\bt\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g))
      found.add(unquote(quoted!));
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
