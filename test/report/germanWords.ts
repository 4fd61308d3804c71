import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { languageOf } from "../../src/language/language.ts";

export const german = languageOf(
  "de",
  JSON.parse(readFileSync("l10n/bundle.l10n.de.json", "utf8")) as Record<string, string>,
);

/** Words that nearly every English sentence has, and none of the German ones. */
const english =
  /(?<!\p{L})(?:the|of|and|with|from|than|that|rows?|columns?|are|is|its|not|only|every|each|what|which|whole|numbers?|values?|synthetic|holds|written|best|real)(?!\p{L})/giu;

/** Expects a text without English words, but for names of the data, code, and names of formats. */
export function expectGerman(text: string, names: Iterable<string>): void {
  let rest = text.replace(/`[^`]*`|--set \S+|<[^>]*>/g, " ");
  for (const name of [...names].sort((a, b) => b.length - a.length))
    if (name !== "") {
      const whole = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      rest = rest.replace(new RegExp(`(?<![\\p{L}\\p{N}])${whole}(?![\\p{L}\\p{N}])`, "gu"), " ");
    }
  const lines = rest.split("\n").filter((line) => line.match(english) !== null);
  expect(lines).toEqual([]);
}
