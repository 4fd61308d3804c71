import { distance } from "fastest-levenshtein";

/** Words of one list looked at before only equal ones are found: guesses for thousands of wrong words help nobody. */
const maxLooks = 2_000_000;

/** The candidate a mistyped word most likely meant, or undefined when none is near, or too many were looked for in this list. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = fold(word);
  const list = foldAll(candidates);
  const { folded } = list;
  const same = list.places.get(plain);
  if (same !== undefined) return candidates[same];
  if (list.looks > maxLooks) return undefined;
  list.looks += folded.length;
  const begun = folded.findIndex(
    (c) => plain.length > 2 && c.length > 2 && (c.startsWith(plain) || plain.startsWith(c)),
  );
  if (begun !== -1) return candidates[begun];
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, candidate] of folded.entries()) {
    const allowed = Math.min(least - 1, mistakes(Math.min(plain.length, candidate.length)));
    if (Math.abs(candidate.length - plain.length) > allowed) continue;
    const d = distance(plain, candidate);
    if (d <= allowed) [best, least] = [candidates[i], d];
  }
  return best;
}

/** Letters that may be wrong in a word of this length. */
function mistakes(length: number): number {
  return Math.min(3, Math.max(1, Math.round(0.4 * length)));
}

interface FoldedList {
  readonly folded: readonly string[];
  /** First place of each folded word. */
  readonly places: ReadonlyMap<string, number>;
  /** Words looked at so far. */
  looks: number;
}

const foldedLists = new WeakMap<readonly string[], FoldedList>();

/** Remembered per list: a wide table asks about the same names again and again. */
function foldAll(words: readonly string[]): FoldedList {
  const known = foldedLists.get(words);
  if (known !== undefined) return known;
  const folded = words.map(fold);
  const places = new Map<string, number>();
  folded.forEach((text, i) => {
    if (!places.has(text)) places.set(text, i);
  });
  const list = { folded, places, looks: 0 };
  foldedLists.set(words, list);
  return list;
}

/** Case, spaces, `_` and `-` do not count: `embedding_dim` is `embeddingDim`. */
function fold(word: string): string {
  return word
    .slice(0, 200)
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}
