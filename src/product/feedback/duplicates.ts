import type { Breathe } from "../../numerics/breathe.ts";
import { LetterVectors } from "./letterVectors.ts";
import type { NoteWords } from "./noteWords.ts";
import { cosine, type TermVectors, termVectors } from "./termVectors.ts";
import { meaning } from "./words.ts";

/** Two notes that probably ask for the same thing. */
export interface DuplicatePair {
  /** Row numbers from 0, `a` before `b`. */
  readonly a: number;
  readonly b: number;
  /** Cosine similarity, 0 to 1. */
  readonly similarity: number;
}

/** Similarity from which two notes count as likely duplicates; a person decides. Precision and recall: docs/mvp.md. */
const enough = 0.45;
/** Similarity of words below which letters are not compared. */
const wordsEnough = 0.2;
/** A term that more notes than this have finds no candidates; it still counts in their similarity. */
const commonTerm = 400;

/**
 * Finds likely duplicates: the mean of two cosines of TF-IDF vectors (Salton & Buckley, 1988), one over words as meanings (synonyms
 * and inflections meet), one over runs of four letters within words (misspellings and compounds meet). Candidates share a term
 * that few notes have, so time does not grow with the square of the notes.
 * @returns pairs, the most similar first
 * @throws what `breathe` throws
 */
export async function findDuplicates(notes: NoteWords, breathe: Breathe): Promise<DuplicatePair[]> {
  const words = await termVectors(notes, meaning, breathe);
  const letters = await LetterVectors.of(notes, breathe);
  const postings = await rarePostings(words, breathe);
  const pairs: DuplicatePair[] = [];
  const dots = new Float64Array(notes.count);
  const touched: number[] = [];
  for (let b = 0; b < notes.count; b++) {
    if (b % 64 === 0) await breathe(b / notes.count);
    for (let t = words.starts[b]!; t < words.starts[b + 1]!; t++) {
      const term = words.terms[t]!;
      const square = words.idf[term]! ** 2;
      for (let i = postings.starts[term]!; i < postings.starts[term + 1]! && postings.rows[i]! < b; i++) {
        const a = postings.rows[i]!;
        if (dots[a] === 0) touched.push(a);
        dots[a]! += square / (words.lengths[a]! * words.lengths[b]!);
      }
    }
    for (const a of touched) {
      const byRareWords = dots[a]!;
      dots[a] = 0;
      if (byRareWords < wordsEnough) continue;
      const similarity = (cosine(words, a, b) + letters.cosine(a, b)) / 2;
      if (similarity >= enough) pairs.push({ a, b, similarity });
    }
    touched.length = 0;
  }
  return pairs.sort((x, y) => y.similarity - x.similarity || x.b - y.b || x.a - y.a);
}

/** The notes of each term that few notes have: `rows[starts[t]]` … `rows[starts[t + 1] - 1]`, ascending. */
async function rarePostings(
  { starts, terms, counts }: TermVectors,
  breathe: Breathe,
): Promise<{ readonly starts: Uint32Array; readonly rows: Uint32Array }> {
  const isRare = (term: number): boolean => counts[term]! <= commonTerm;
  const from = new Uint32Array(counts.length + 1);
  for (let term = 0; term < counts.length; term++)
    from[term + 1] = from[term]! + (isRare(term) ? counts[term]! : 0);
  const rows = new Uint32Array(from.at(-1)!);
  const next = from.slice();
  for (let row = 0; row + 1 < starts.length; row++) {
    if (row % 256 === 0) await breathe();
    for (let t = starts[row]!; t < starts[row + 1]!; t++)
      if (isRare(terms[t]!)) rows[next[terms[t]!]!++] = row;
  }
  return { starts: from, rows };
}
