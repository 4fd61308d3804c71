import { distance } from "fastest-levenshtein";

/** The candidate a mistyped word most likely meant, or undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = fold(word);
  const folded = foldAll(candidates);
  const same = folded.indexOf(plain);
  if (same !== -1) return candidates[same];
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

const foldedLists = new WeakMap<readonly string[], readonly string[]>();

/** Remembered per list: a wide table asks about the same names again and again. */
function foldAll(words: readonly string[]): readonly string[] {
  const known = foldedLists.get(words);
  if (known !== undefined) return known;
  const folded = words.map(fold);
  foldedLists.set(words, folded);
  return folded;
}

/** Case, spaces, `_` and `-` do not count: `embedding_dim` is `embeddingDim`. */
function fold(word: string): string {
  return word
    .slice(0, 200)
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}
