import { own } from "../jsonc/own.ts";

/** The text of a key with its blanks filled. */
export type WordsOf<Key extends string> = (key: Key, ...values: readonly (string | number)[]) => string;

/** Words of a page by key: `{0}`, `{1}` … are replaced. What `overrides` lacks is English. */
export function wordsOf<Key extends string>(
  english: Readonly<Record<Key, string>>,
  overrides: Readonly<Record<string, string>>,
): WordsOf<Key> {
  return (key, ...values) =>
    (own(overrides, key) ?? english[key]).replace(/\{(\d)\}/g, (whole, index: string) =>
      String(values[Number(index)] ?? whole),
    );
}
