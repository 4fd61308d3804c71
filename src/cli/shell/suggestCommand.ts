import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nearest } from "../../jsonc/nearest.ts";
import { UserError } from "../../table/userError.ts";

/** What a person who names a file and no command may want with it, by how its name ends; the first is the likeliest. */
const suggestions: readonly (readonly [ending: RegExp, what: string, commands: readonly string[]])[] = [
  [/\.synth\.json$/i, "a config", ["run", "validate", "compare"]],
  [/\.mvp\.json$/i, "a product file", ["mvp show", "mvp check"]],
  [/\.synthnb$/i, "a notebook", ["notebook run"]],
  [/\.synthmodel$/i, "a trained model", ["sample --rows 1000", "score", "impute"]],
  [
    /\.(csv|tsv|tab|txt|parquet|xlsx|xlsm|json|ndjson|jsonl)(\.(gz|zst))?$/i,
    "a table",
    ["init", "profile", "pii", "rules"],
  ],
];

/**
 * Where the first word is a file rather than a command: what can be done with it.
 * @throws UserError with the commands to type
 */
export function refuseFileAsCommand(args: readonly string[], commands: readonly string[]): void {
  const [word] = args;
  if (word === undefined || word.startsWith("-") || commands.includes(word)) return;
  const found = suggestions.find(([ending]) => ending.test(word));
  const isFile = existsSync(word) && statSync(word).isFile();
  if (found === undefined && !isFile) return;
  if (!isFile) throw new UserError(`there is no file ${word}${didYouMean(word)}`);
  const [, what, names] = found ?? [/$/, "a file", ["init", "profile"]];
  throw new UserError(
    `${word} is ${what}; say what to do with it:\n${names.map((name) => `  syndata ${place(name, word)}`).join("\n")}`,
  );
}

function place(name: string, file: string): string {
  const quoted = /[^\w./\\:@%+=-]/.test(file) ? `"${file}"` : file;
  const [command, ...options] = name.split(" --");
  return [`${command} ${quoted}`, ...options].join(" --");
}

/** `; did you mean data/telco_churn.csv?`, or nothing where no file beside it has such a name. */
export function didYouMean(path: string): string {
  const folder = dirname(path);
  let names: string[];
  try {
    names = readdirSync(folder).slice(0, 10_000);
  } catch {
    return "";
  }
  const guess = nearest(basename(path), names) ?? nearest(stem(path), names.map(stem));
  const name =
    guess === undefined
      ? undefined
      : (names.find((other) => other === guess) ?? names.find((other) => stem(other) === guess));
  return name === undefined ? "" : `; did you mean ${folder === "." ? name : join(folder, name)}?`;
}

function stem(path: string): string {
  return basename(path).replace(/\..*$/, "");
}
