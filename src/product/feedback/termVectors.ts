import type { Breathe } from "../../numerics/breathe.ts";
import type { NoteWords } from "./noteWords.ts";
import { Numbering } from "./numbering.ts";

/** TF-IDF vectors of notes (Salton & Buckley, 1988); a term counts once a note. A weight is the term's `idf` over the note's `length`. */
export interface TermVectors {
  /** Term numbers of note `i`, ascending: `terms[starts[i]]` … `terms[starts[i + 1] - 1]`. */
  readonly starts: Uint32Array;
  readonly terms: Int32Array;
  /** Notes of each term. */
  readonly counts: Int32Array;
  /** Logarithm of the notes over the term's notes. */
  readonly idf: Float64Array;
  /** Euclidean length of each note's vector; 1 where it is empty. */
  readonly lengths: Float64Array;
}

/**
 * @param termOf one term of each word of the vocabulary
 * @throws what `breathe` throws
 */
export async function termVectors(
  { count, vocabulary, starts, words }: NoteWords,
  termOf: (word: string) => string,
  breathe: Breathe,
): Promise<TermVectors> {
  const numbering = new Numbering();
  const numbers = Int32Array.from(vocabulary, (word) => numbering.of(termOf(word)));
  const counts = new Int32Array(numbering.size);
  const from = new Uint32Array(count + 1);
  const terms = new Int32Array(words.length);
  let end = 0;
  for (let row = 0; row < count; row++) {
    if (row % 256 === 0) await breathe();
    const mine = Int32Array.from(words.subarray(starts[row]!, starts[row + 1]!), (word) => numbers[word]!);
    mine.sort();
    for (const [i, term] of mine.entries()) {
      if (i > 0 && mine[i - 1] === term) continue;
      terms[end++] = term;
      counts[term]!++;
    }
    from[row + 1] = end;
  }
  const idf = idfOf(counts, count);
  const lengths = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    for (let i = from[row]!; i < from[row + 1]!; i++) sum += idf[terms[i]!]! ** 2;
    lengths[row] = Math.sqrt(sum) || 1;
  }
  return { starts: from, terms: terms.slice(0, end), counts, idf, lengths };
}

export function idfOf(counts: Int32Array, notes: number): Float64Array {
  return Float64Array.from(counts, (n) => Math.log((1 + notes) / n));
}

/** Cosine of the vectors of two notes. */
export function cosine({ starts, terms, idf, lengths }: TermVectors, a: number, b: number): number {
  let sum = 0;
  for (let i = starts[a]!, k = starts[b]!; i < starts[a + 1]! && k < starts[b + 1]!; ) {
    const order = terms[i]! - terms[k]!;
    if (order === 0) sum += idf[terms[i]!]! ** 2;
    if (order <= 0) i++;
    if (order >= 0) k++;
  }
  return sum / (lengths[a]! * lengths[b]!);
}
