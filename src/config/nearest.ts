import { closest, distance } from "fastest-levenshtein";

/** The candidate a mistyped word most likely meant, or undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const plain = fold(word);
  const same = candidates.find((c) => fold(c) === plain);
  if (same !== undefined) return same;
  const folded = candidates.map(fold);
  const begun = folded.findIndex((c) => plain.length > 2 && (c.startsWith(plain) || plain.startsWith(c)));
  if (begun !== -1) return candidates[begun];
  const best = closest(plain, folded);
  const allowed = Math.min(3, Math.max(1, Math.round(0.4 * Math.min(plain.length, best.length))));
  return distance(plain, best) <= allowed ? candidates[folded.indexOf(best)] : undefined;
}

/** Case, spaces, `_` and `-` do not count: `embedding_dim` is `embeddingDim`. */
function fold(word: string): string {
  return word
    .slice(0, 200)
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}
