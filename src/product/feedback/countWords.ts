import type { Breathe } from "../../numerics/breathe.ts";
import type { NoteWords } from "./noteWords.ts";
import { Numbering } from "./numbering.ts";
import { vagueWords } from "./stopWords.ts";
import { contentWords, stem } from "./words.ts";

/** A word or pair of words and how many people use it. */
export interface WordCount {
  readonly word: string;
  readonly people: number;
}

interface Options {
  readonly minPeople: number;
  /** Words that are not counted, such as those of themes. */
  readonly known: readonly string[];
  /** Words at most. */
  readonly limit?: number;
  readonly breathe: Breathe;
}

/**
 * Counts words and pairs of neighboring words by people, inflections together; a pair replaces its words where most of their
 * people use both together. Words with a digit are left out, since they may be
 * somebody's number, and so are vague ones.
 * @param people a number per note that tells people apart, from 0
 * @returns the most used first; ties by name
 * @throws what `breathe` throws
 */
export async function countWords(
  notes: NoteWords,
  people: Int32Array,
  { minPeople, known, limit = Number.POSITIVE_INFINITY, breathe }: Options,
): Promise<WordCount[]> {
  const skipped = new Set(known.flatMap((word) => contentWords(word).map(stem)));
  const roots = notes.vocabulary.map(stem);
  const numbering = new Numbering();
  const numbers = roots.map((root) => numbering.of(root));
  /** The root of each word; −1 where it is not counted. */
  const rootOf = Int32Array.from(notes.vocabulary, (word, i) =>
    /\d/.test(word) || vagueWords.has(word) || skipped.has(roots[i]!) ? -1 : numbers[i]!,
  );
  const { size } = numbering;
  const singles = new PeopleCounts();
  const pairs = new PeopleCounts();
  const both = (a: number, b: number): number => rootOf[a]! * size + rootOf[b]!;
  let seen = 0;
  for (const row of byPerson(people)) {
    if (seen++ % 64 === 0) await breathe();
    eachTerm(notes, row, rootOf, (word, before) => {
      singles.add(rootOf[word]!, people[row]!);
      if (before >= 0) pairs.add(both(before, word), people[row]!);
    });
  }
  const commonPairs = pairs.common(minPeople);
  const covered = new Set(
    commonPairs.flatMap(([key, users]) =>
      [Math.floor(key / size), key % size].filter((root) => users >= 0.8 * singles.of(root)),
    ),
  );
  const commonSingles = singles.common(minPeople).filter(([root]) => !covered.has(root));
  const atLeast =
    [...commonPairs, ...commonSingles].map(([, users]) => users).sort((a, b) => b - a)[limit - 1] ?? 0;
  const words = formsOf(commonSingles, atLeast);
  const twos = formsOf(commonPairs, atLeast);
  const { vocabulary } = notes;
  for (let row = 0; row < notes.count; row++) {
    if (row % 64 === 0) await breathe();
    eachTerm(notes, row, rootOf, (word, before) => {
      addOne(words.get(rootOf[word]!), vocabulary[word]!);
      if (before < 0) return;
      const two = twos.get(both(before, word));
      if (two !== undefined) addOne(two, `${vocabulary[before]} ${vocabulary[word]}`);
    });
  }
  return [...words.values(), ...twos.values()]
    .map(({ people: users, forms }) => ({ word: usualForm(forms), people: users }))
    .sort((a, b) => b.people - a.people || (a.word < b.word ? -1 : 1))
    .slice(0, limit);
}

/** People of each term and how often it is written in which form. */
type Forms = ReadonlyMap<number, { readonly people: number; readonly forms: Map<string, number> }>;

/** No forms yet, for the terms that at least so many people use. */
function formsOf(terms: readonly (readonly [term: number, people: number])[], atLeast: number): Forms {
  return new Map(
    terms.flatMap(([term, people]) => (people >= atLeast ? [[term, { people, forms: new Map() }]] : [])),
  );
}

/** People of each term, where all notes of a person come one behind the other. */
class PeopleCounts {
  readonly #places = new Map<number, number>();
  readonly #people: number[] = [];
  readonly #last: number[] = [];

  add(term: number, person: number): void {
    let at = this.#places.get(term);
    if (at === undefined) {
      at = this.#people.length;
      this.#places.set(term, at);
      this.#people.push(0);
      this.#last.push(-1);
    }
    if (this.#last[at] === person) return;
    this.#last[at] = person;
    this.#people[at]!++;
  }

  of(term: number): number {
    const at = this.#places.get(term);
    return at === undefined ? 0 : this.#people[at]!;
  }

  /** Terms with at least as many people, and their people. */
  common(atLeast: number): [term: number, people: number][] {
    return [...this.#places].flatMap(([term, at]) =>
      this.#people[at]! >= atLeast ? [[term, this.#people[at]!]] : [],
    );
  }
}

/** Rows, those of one person one behind the other. */
function byPerson(people: Int32Array): Uint32Array {
  return Uint32Array.from(people.keys()).sort((a, b) => people[a]! - people[b]! || a - b);
}

/** Calls `use` with each word of a note that counts, and the word before it, −1 where that does not count. */
function eachTerm(
  { starts, words }: NoteWords,
  row: number,
  rootOf: Int32Array,
  use: (word: number, before: number) => void,
): void {
  let before = -1;
  for (let i = starts[row]!; i < starts[row + 1]!; i++) {
    const word = words[i]!;
    const counts = rootOf[word]! >= 0;
    if (counts) use(word, before);
    before = counts ? word : -1;
  }
}

function addOne(term: { readonly forms: Map<string, number> } | undefined, form: string): void {
  term?.forms.set(form, (term.forms.get(form) ?? 0) + 1);
}

function usualForm(forms: ReadonlyMap<string, number>): string {
  return [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
}
