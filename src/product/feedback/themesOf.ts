import type { Product } from "../schema.ts";
import { contentWords, stem, wordsOf } from "./words.ts";

const none: readonly number[] = [];

/**
 * Finds the places of the themes of a text: those of which it has a word. A word of several words must stand together; common words
 * between them do not count, unless they are part of it, as in *no bike*.
 */
export function makeThemesOf(themes: Product["feedback"]["themes"]): (text: string) => readonly number[] {
  const stems = (words: readonly string[]): string => ` ${words.map(stem).join(" ")} `;
  const phrases = themes.map(({ words }) =>
    words.map((word) => {
      const [all, content] = [wordsOf(word), contentWords(word)];
      const exact = content.length < all.length;
      return { exact, text: stems(exact ? all : content) };
    }),
  );
  if (phrases.length === 0) return () => none;
  /** The same places are the same array: there are many texts. */
  const known = new Map<string, readonly number[]>([["", none]]);
  return (text) => {
    const [all, content] = [stems(wordsOf(text)), stems(contentWords(text))];
    const has = (phrase: { exact: boolean; text: string }): boolean =>
      phrase.text.trim() !== "" && (phrase.exact ? all : content).includes(phrase.text);
    const found = [...phrases.keys()].filter((k) => phrases[k]!.some(has));
    const key = found.join();
    const same = known.get(key) ?? found;
    known.set(key, same);
    return same;
  };
}
