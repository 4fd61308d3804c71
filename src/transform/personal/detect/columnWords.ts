import { plain } from "../lists/gazetteer.ts";

/** The words of a column's name: `customerFirstName_2` → `customer first name`. Lower case, without accents and numbers. */
export function columnWords(name: string): string[] {
  return plain(
    name
      .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
      .replace(/\bDo B\b/, "dob"),
  )
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
}

/** Where a phrase stands among the words: the whole name, its end, its start, or inside. */
export type Place = "whole" | "end" | "start" | "inside";

export function findPhrase(words: readonly string[], phrase: readonly string[]): Place | null {
  for (let at = words.length - phrase.length; at >= 0; at--)
    if (phrase.every((word, i) => words[at + i] === word)) {
      const atEnd = at + phrase.length === words.length;
      if (atEnd) return at === 0 ? "whole" : "end";
      return at === 0 ? "start" : "inside";
    }
  return null;
}
