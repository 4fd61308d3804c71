import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Floors of the rooms, as `docs/architecture.md` draws them: a room imports rooms of its own floor or of lower ones. */
export const floors: Readonly<Record<string, number>> = {
  "src/numerics": 1,
  "src/engine": 1,
  "src/table": 1,
  "src/jsonc": 1,
  "src/config": 1,
  "src/language": 1,
  "src/metrics": 1,
  "src/protocol": 1,
  "src/runFolder": 1,
  "src/transform": 2,
  "src/learners": 2,
  "src/models": 2,
  "src/privacy": 2,
  "src/quality": 2,
  "src/report": 2,
  "src/pipeline": 3,
  "src/notebook": 3,
  "src/grid": 3,
  "src/product": 3,
  "src/editor": 4,
  "src/jobs": 4,
  "src/runs": 4,
  "src/worker": 4,
  "src/service": 4,
  "src/client": 5,
  "src/cli": 5,
  "src/tools": 5,
  "src/server": 5,
  "src/agent": 5,
  "src/extension": 5,
  webview: 5,
  web: 5,
};

/** What the pages of VS Code and of the dashboard are made of. */
const seenByPages = [
  "src/protocol",
  "src/config",
  "src/jsonc",
  "src/language",
  "src/metrics",
  "src/report",
  "src/product",
];

/** Rooms that see less than their floor allows. */
export const allowedRooms: Readonly<Record<string, readonly string[]>> = {
  "src/engine": ["src/numerics"],
  "src/numerics": [],
  "src/client": [],
  webview: seenByPages,
  web: [...seenByPages, "webview"],
};

export const maxLines = 400;
export const maxFiles = 20;

export interface SourceFile {
  /** From the root of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Returns one sentence for every breach of the rules of `docs/architecture.md`. */
export function findBreaches(files: readonly SourceFile[], architecture: string): string[] {
  return [
    ...files.flatMap(upwardImports),
    ...files.flatMap(longFiles),
    ...files.flatMap(boundNames),
    ...files.flatMap(inheritedLookups),
    ...tableKeys(files),
    ...crowdedFolders(files, architecture),
  ];
}

function upwardImports({ path, text }: SourceFile): string[] {
  const from = roomOf(path);
  if (from === undefined) return [`${path}: its room is not in the table of floors (scripts/structure.ts)`];
  return importsOf(text).flatMap((specifier) => {
    if (!specifier.startsWith(".")) {
      if (specifier === "vscode" && from !== "src/extension")
        return [`${path}: vscode is imported under src/extension only`];
      return [];
    }
    const to = roomOf(normalize(join(dirname(path), specifier)).replaceAll("\\", "/"));
    if (to === undefined || to === from) return [];
    const allowed = allowedRooms[from];
    if (allowed !== undefined && !allowed.includes(to)) return [`${path}: ${from} does not import ${to}`];
    if (floors[to]! > floors[from]!)
      return [`${path}: imports ${specifier}, of a higher floor (${floors[to]} above ${floors[from]})`];
    return [];
  });
}

function longFiles({ path, text }: SourceFile): string[] {
  const lines = text.split("\n").length - 1;
  return lines > maxLines ? [`${path}: ${lines} lines, more than ${maxLines}`] : [];
}

/** Bounds are named `maxRows`, `minRows`, as the field does. */
function boundNames({ path, text }: SourceFile): string[] {
  const names = new Set(text.match(/\b(?:const|let|readonly)\s+(?:most|least)[A-Z]\w*/g) ?? []);
  return [...names].map((name) => `${path}: ${name.split(/\s+/)[1]} is a bound: name it max… or min…`);
}

/** Rooms whose objects are keyed by names of their own (tensors of a network). */
const ownNames = ["src/engine/", "src/models/circuit/", "src/models/ctgan/"];
/** Fields whose objects are keyed by what stands in a file: names of columns, keys of a step. */
const dataKeyed = ["dateFormats", "fragment", "byCountry", "numericalDistributions"];

/**
 * An object looked up by a text that is no literal also finds what every object inherits (`constructor`, `toString`,
 * `__proto__`). Data is looked up with `own` (`src/jsonc/own.ts`) or in a Map.
 */
function inheritedLookups({ path, text }: SourceFile): string[] {
  if (ownNames.some((room) => path.startsWith(room)) || path === "src/jsonc/own.ts") return [];
  const declared = Array.from(
    text.matchAll(/\b(\w+)\??: (?:Readonly<)?Record<(?:string|PropertyKey), /g),
    (match) => match[1]!,
  );
  const names = [...new Set([...declared, ...dataKeyed])].join("|");
  // `x[key]`, `x?.[key]`, `(value as Record<string, T>)[key]`, `config.columns[name]`, `{ a: 1 }[word]`; not `x[0]`, `x["a"]` or an assignment
  const lookups = [
    `(?<![\\w])(?:${names})(?:\\?\\.)?\\[(?!["'\\d\\]])[^\\]]+\\](?! = )`,
    "as [\\w ]*Record<(?:string|PropertyKey), \\w+>\\)\\[(?![\"'])",
    "\\b(?:config|plan\\.config)\\.columns\\[",
    " \\}\\[[a-z]",
  ];
  const found = new RegExp(lookups.join("|"), "g");
  return Array.from(text.matchAll(found), ({ index }) => {
    const line = text.slice(0, index).split("\n").length;
    return `${path}:${line}: looks data up in an object, which inherits \`constructor\` and the like: use own() or a Map`;
  });
}

/** A table of the project: code elsewhere asks its entries and does not tell their keys apart. */
interface DataTable {
  readonly what: string;
  /** The entries: a folder or a file, and how an entry begins. */
  readonly at: string;
  readonly entry: RegExp;
  /** Folders whose files may name a key. */
  readonly home: readonly string[];
  /** Where keys are words of other types as well, only a comparison of this expression counts. */
  readonly subject: string;
}

const dataTables: readonly DataTable[] = [
  {
    what: "column kind",
    at: "src/transform/columns/columnKinds.ts",
    entry: /^ {2}(\w+): \w+Kind,$/gm,
    home: ["src/transform/columns/", "src/transform/rules/", "src/transform/personal/"],
    subject: String.raw`\w*[pP]lans?(?:\.get\([^)]*\))?\??\.kind`,
  },
  {
    what: "metric",
    at: "src/metrics/",
    entry: /^ {2}(\w+): metricCard\(/gm,
    home: ["src/metrics/", "src/quality/"],
    subject: String.raw`\b(?:\w*[mM]etric|gate|key)(?:\.key)?`,
  },
  {
    what: "job",
    at: "src/jobs/jobTable.ts",
    entry: /^ {2}(\w+): async \(\) => \(await import\(/gm,
    home: ["src/jobs/"],
    subject: String.raw`\b\w*[jJ]ob(?:\.name|Name)?`,
  },
];

/** A comparison with a key of a table, or a `switch` on one, outside of the table's own files. */
function tableKeys(files: readonly SourceFile[]): string[] {
  return dataTables.flatMap(({ what, at, entry, home, subject }) => {
    const keys = files
      .filter(({ path }) => path.startsWith(at))
      .flatMap(({ text }) => Array.from(text.matchAll(entry), (match) => match[1]!));
    if (keys.length === 0) return [];
    const compared = new RegExp(`${subject} [!=]== "(${keys.join("|")})"`);
    const switched = new RegExp(`switch \\(${subject}\\)[^]*?case "(${keys.join("|")})"`);
    return files.flatMap(({ path, text }) => {
      if (home.some((folder) => path.startsWith(folder))) return [];
      const found = compared.exec(text) ?? switched.exec(text);
      return found === null
        ? []
        : [`${path}: tells the ${what} "${found.at(-1)}" from others; ask its entry in ${at} instead`];
    });
  });
}

function crowdedFolders(files: readonly SourceFile[], architecture: string): string[] {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts].flatMap(([folder, count]) => {
    if (count <= maxFiles) return [];
    const line = architecture.split("\n").find((l) => l.includes(`\`${folder}\``) && /\d+ files/.test(l));
    if (line === undefined)
      return [`${folder}: ${count} files, more than ${maxFiles}, and docs/architecture.md names no reason`];
    const named = Number(/(\d+) files/.exec(line)![1]);
    return named < count ? [`${folder}: ${count} files; docs/architecture.md allows ${named}`] : [];
  });
}

function importsOf(text: string): string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"\n]+)"/g);
  return [...found].map((match) => match[1]!);
}

function roomOf(path: string): string | undefined {
  return Object.keys(floors).find((room) => path.startsWith(`${room}/`));
}

/** Every TypeScript file of the folders, by default of the rooms. */
export function readSources(root: string, folders = ["src", "webview", "web"]): SourceFile[] {
  return folders.flatMap((folder) => walk(root, folder));
}

function walk(root: string, folder: string): SourceFile[] {
  const names = statSync(join(root, folder), { throwIfNoEntry: false })
    ? readdirSync(join(root, folder))
    : [];
  return names.sort().flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return walk(root, path);
    return /\.tsx?$/.test(name) ? [{ path, text: readFileSync(join(root, path), "utf8") }] : [];
  });
}
