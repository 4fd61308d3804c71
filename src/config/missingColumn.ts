import type { Finding } from "./configText.ts";
import { nearest } from "./nearest.ts";
import { listText, quote } from "./quote.ts";
import type { SynthConfig } from "./schema.ts";

/** A column the config names and the file lacks. A guess the config already lists is no guess. */
export function missingColumn(
  name: string,
  names: readonly string[],
  path: readonly (string | number)[],
  at: "key" | "value",
  config: SynthConfig,
): Finding {
  const free = path[0] === "columns" ? names.filter((n) => !Object.hasOwn(config.columns, n)) : names;
  const guess = nearest(name, free);
  const shown = names.slice(0, 12).map((n) => quote(n));
  const hint =
    guess !== undefined
      ? `did you mean ${quote(guess)}?`
      : `its columns are ${names.length > 12 ? `${shown.join(", ")}, …` : listText(shown)}`;
  return {
    severity: "error",
    code: "unknown-column",
    message: `column ${quote(name)} is not in ${config.source.path}: ${hint}`,
    path,
    at,
    ...(guess === undefined ? {} : { fix: { title: `Change to ${quote(guess)}`, value: guess } }),
  };
}
