import type { Breathe } from "../../numerics/breathe.ts";
import { vagueWords } from "./stopWords.ts";
import { contentWords, stem } from "./words.ts";

/** A word or pair of words and how many people use it. */
export interface WordCount {
  readonly word: string;
  readonly people: number;
}

/**
 * Counts words and pairs of neighboring words by people, inflections together; a pair replaces its words where most of their
 * people use both together. Words with a digit are left out, since they may be
 * somebody's number, and so are vague ones.
 * @param people a number per note that tells people apart
 * @param known words that are not counted, such as those of themes
 * @returns the most used first; ties by name
 * @throws what `breathe` throws
 */
export async function countWords(
  notes: readonly string[],
  people: ArrayLike<number>,
  {
    minPeople,
    known,
    breathe,
  }: { readonly minPeople: number; readonly known: readonly string[]; readonly breathe: Breathe },
): Promise<WordCount[]> {
  const skipped = new Set(known.flatMap((word) => contentWords(word).map(stem)));
  const terms = new Map<string, { people: Set<number>; forms: Map<string, number> }>();
  const count = (key: string, form: string, person: number): void => {
    const term = terms.get(key) ?? { people: new Set(), forms: new Map() };
    terms.set(key, term);
    term.people.add(person);
    term.forms.set(form, (term.forms.get(form) ?? 0) + 1);
  };
  const roots = new Map<string, string>();
  for (const [row, note] of notes.entries()) {
    if (row % 64 === 0) await breathe();
    let before: { word: string; root: string } | null = null;
    for (const word of contentWords(note)) {
      const root = roots.get(word) ?? stem(word);
      roots.set(word, root);
      const counts = !/\d/.test(word) && !vagueWords.has(word) && !skipped.has(root);
      if (counts) count(root, word, people[row]!);
      if (counts && before !== null) count(`${before.root} ${root}`, `${before.word} ${word}`, people[row]!);
      before = counts ? { word, root } : null;
    }
  }
  const common = [...terms].filter(([, term]) => term.people.size >= minPeople);
  const pairs = common.filter(([key]) => key.includes(" "));
  const covered = new Set(
    pairs.flatMap(([key, { people: both }]) =>
      key.split(" ").filter((root) => both.size >= 0.8 * terms.get(root)!.people.size),
    ),
  );
  return common
    .filter(([key]) => !covered.has(key))
    .map(([, { people: users, forms }]) => ({ word: usualForm(forms), people: users.size }))
    .sort((a, b) => b.people - a.people || (a.word < b.word ? -1 : 1));
}

function usualForm(forms: ReadonlyMap<string, number>): string {
  return [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
}
