import { dirname, join, normalize } from "node:path";
import type { SourceFile } from "./structure.ts";

/** What something other than an import of this project uses: VS Code calls `activate` of the extension and of a renderer. */
const entries: Readonly<Record<string, readonly string[]>> = {
  "src/extension/extension.ts": ["activate", "deactivate"],
  // programs that use `syndata/client`
  "src/client/client.ts": ["isEnded", "Model", "Operations", "ServerEvent"],
  "webview/notebook/renderer.ts": ["activate"],
};

/**
 * One sentence for every export of a room that no file imports, tests and scripts included. A type may be exported where its own
 * file uses it: signatures name it.
 */
export function unusedExports(files: readonly SourceFile[], importers: readonly SourceFile[]): string[] {
  const used = new Map<string, Set<string>>();
  for (const file of [...files, ...importers])
    for (const { from, names } of importedNames(file)) {
      const known = used.get(from) ?? new Set();
      for (const name of names) known.add(name);
      used.set(from, known);
    }
  return files
    .filter(({ path }) => !path.endsWith(".d.ts"))
    .flatMap(({ path, text }) => {
      const known = new Set([...(used.get(path) ?? []), ...(entries[path] ?? [])]);
      if (known.has("*")) return [];
      return exportedNames(text)
        .filter(({ name, isType }) => !known.has(name) && !(isType && isNamedTwice(text, name)))
        .map(({ name }) => `${path}: exports ${name}, which no other file imports`);
    });
}

function isNamedTwice(text: string, name: string): boolean {
  return (text.match(new RegExp(`\\b${name}\\b`, "g")) ?? []).length > 1;
}

interface Exported {
  readonly name: string;
  readonly isType: boolean;
}

function exportedNames(text: string): Exported[] {
  const declared = text.matchAll(
    /^export (?:abstract )?(?:async )?(function\*?|const|let|class|interface|type|enum) (\w+)/gm,
  );
  const listed = text.matchAll(/^export (?:type )?\{([^}]*)\}/gm);
  return [
    ...Array.from(declared, ([, what, name]) => ({
      name: name!,
      isType: what === "interface" || what === "type",
    })),
    ...Array.from(listed, ([, names]) => namesOf(names!, 1))
      .flat()
      .map((name) => ({ name, isType: false })),
  ];
}

/** What a file takes from others of the project; `*` where it takes a whole module. */
function importedNames({ path, text }: SourceFile): { from: string; names: string[] }[] {
  const at = (specifier: string) => normalize(join(dirname(path), specifier)).replaceAll("\\", "/");
  const listed = text.matchAll(/(?:import|export) (?:type )?\{([^}]*)\} from "(\.[^"\n]+)"/g);
  const awaited = text.matchAll(/\{([^{}]*)\} = await import\(\s*"(\.[^"\n]+)"/g);
  const typed = text.matchAll(/import\("(\.[^"\n]+)"\)\.(\w+)/g);
  const whole = text.matchAll(
    /(?:\* as \w+ from|(?<!\} = await )\bimport\(|\bvi\.mock\()\s*"(\.[^"\n]+)"(?!\)\.\w)/g,
  );
  return [
    ...Array.from(listed, ([, names, from]) => ({ from: at(from!), names: namesOf(names!, 0) })),
    ...Array.from(awaited, ([, names, from]) => ({ from: at(from!), names: namesOf(names!, 0) })),
    ...Array.from(typed, ([, from, name]) => ({ from: at(from!), names: [name!] })),
    ...Array.from(whole, ([, from]) => ({ from: at(from!), names: ["*"] })),
  ];
}

/** Names of an import or export list; `side` 0 is the name outside (`a as b`: a), 1 the name given. */
function namesOf(list: string, side: 0 | 1): string[] {
  return list
    .replace(/\/\/[^\n]*/g, "")
    .split(",")
    .map((part) => part.trim().replace(/^type /, ""))
    .filter((part) => part !== "")
    .map((part) => {
      const names = part.split(/\s+as\s+|:\s*/);
      return names[side] ?? names[0]!;
    });
}
