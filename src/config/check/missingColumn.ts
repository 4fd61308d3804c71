import type { Finding } from "../../jsonc/configText.ts";
import { nearest } from "../../jsonc/nearest.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import type { SynthConfig } from "../schema.ts";

/** A column the config names and the file lacks; `names` are the file's, `guesses` those that may have been meant. */
export function missingColumn(
  config: SynthConfig,
  name: string,
  place: { readonly path: readonly (string | number)[]; readonly at: "key" | "value" },
  { names, guesses = names }: { readonly names: readonly string[]; readonly guesses?: readonly string[] },
): Finding {
  const guess = nearest(name, guesses);
  const shown = names.slice(0, 12).map((n) => quote(n));
  const hint =
    guess !== undefined
      ? `did you mean ${quote(guess)}?`
      : `its columns are ${names.length > 12 ? `${shown.join(", ")}, …` : listText(shown)}`;
  return {
    severity: "error",
    code: "unknown-column",
    message: `column ${quote(name)} is not in ${config.source.path}: ${hint}`,
    ...place,
    ...(guess === undefined ? {} : { fix: { title: `Change to ${quote(guess)}`, value: guess } }),
  };
}
