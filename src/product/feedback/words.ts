import { stopWords } from "./stopWords.ts";
import { synonymGroups } from "./synonyms.ts";

/** Splits text into lower-case words of letters and digits (NFKC); apostrophes and hyphens inside a word stay. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? []
  );
}

/** Words that carry meaning: no stop words, at least two characters, no bare numbers of one digit. */
export function contentWords(text: string): string[] {
  return wordsOf(text).filter((word) => word.length > 1 && !stopWords.has(word));
}

const endings = [
  "ungen",
  "ings",
  "ing",
  "ung",
  "edly",
  "ies",
  "ied",
  "ern",
  "est",
  "ed",
  "es",
  "en",
  "em",
  "er",
  "ly",
  "e",
  "s",
  "n",
];

/**
 * Cuts common English and German endings so that forms of one word meet; at least four characters stay. Not a dictionary form:
 * compared, never shown.
 */
export function stem(word: string): string {
  for (const ending of endings) {
    if (word.length - ending.length < 4 || !word.endsWith(ending)) continue;
    const root = word.slice(0, -ending.length);
    return ending === "ies" || ending === "ied" ? `${root}y` : undouble(root);
  }
  return word;
}

/** `swapp` of swapping becomes `swap`. */
function undouble(root: string): string {
  return /([bdgmnprt])\1$/.test(root) && root.length > 4 ? root.slice(0, -1) : root;
}

const meanings = new Map<string, string>();
for (const [i, group] of synonymGroups.entries())
  for (const word of group.split(" ")) {
    const key = stem(word);
    if (!meanings.has(key)) meanings.set(key, `#${i}`);
  }

/** What a word means for comparing: its group of synonyms, else its stem. */
export function meaning(word: string): string {
  const root = stem(word);
  return meanings.get(root) ?? root;
}
