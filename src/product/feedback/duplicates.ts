import type { Breathe } from "../../numerics/breathe.ts";
import { contentWords, meaning } from "./words.ts";

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
const gramLength = 4;

/**
 * Finds likely duplicates: the mean of two cosines of TF-IDF vectors (Salton & Buckley, 1988), one over words as meanings (synonyms
 * and inflections meet), one over runs of four letters within words (misspellings and compounds meet). Candidates share a term
 * that few notes have, so time does not grow with the square of the notes.
 * @returns pairs, the most similar first
 * @throws what `breathe` throws
 */
export async function findDuplicates(notes: readonly string[], breathe: Breathe): Promise<DuplicatePair[]> {
  const words = await vectorsOf(notes, (word) => [meaning(word)], breathe);
  const letters = await vectorsOf(notes, gramsOf, breathe);
  const postings = await postingsOf(words, breathe);
  const pairs: DuplicatePair[] = [];
  const dots = new Float64Array(notes.length);
  const touched: number[] = [];
  for (const [b, { terms, weights }] of words.entries()) {
    if (b % 64 === 0) await breathe(b / notes.length);
    for (let t = 0; t < terms.length; t++) {
      const { rows, weights: theirs } = postings[terms[t]!]!;
      if (rows.length > commonTerm) continue;
      for (let i = 0; i < rows.length && rows[i]! < b; i++) {
        const a = rows[i]!;
        if (dots[a] === 0) touched.push(a);
        dots[a]! += weights[t]! * theirs[i]!;
      }
    }
    for (const a of touched) {
      const byRareWords = dots[a]!;
      dots[a] = 0;
      if (byRareWords < wordsEnough) continue;
      const similarity = (cosine(words[a]!, words[b]!) + cosine(letters[a]!, letters[b]!)) / 2;
      if (similarity >= enough) pairs.push({ a, b, similarity });
    }
    touched.length = 0;
  }
  return pairs.sort((x, y) => y.similarity - x.similarity || x.b - y.b || x.a - y.a);
}

interface Vector {
  /** Term numbers, ascending. */
  readonly terms: Int32Array;
  /** Weights; their squares add up to one. */
  readonly weights: Float64Array;
}

/** TF-IDF vectors of the terms of each word; a term counts once a note. */
async function vectorsOf(
  notes: readonly string[],
  termsIn: (word: string) => readonly string[],
  breathe: Breathe,
): Promise<Vector[]> {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  /** Term numbers of a word: thousands of notes share their words. */
  const known = new Map<string, readonly number[]>();
  const numberOf = (term: string): number => {
    const number = numbers.get(term) ?? counts.length;
    if (number === counts.length) {
      numbers.set(term, number);
      counts.push(0);
    }
    return number;
  };
  const termsOf: Int32Array[] = [];
  for (const [row, note] of notes.entries()) {
    if (row % 64 === 0) await breathe();
    const terms = new Set<number>();
    for (const word of contentWords(note)) {
      const mine = known.get(word) ?? termsIn(word).map(numberOf);
      known.set(word, mine);
      for (const term of mine) terms.add(term);
    }
    for (const term of terms) counts[term]!++;
    termsOf.push(Int32Array.from(terms).sort());
  }
  const vectors: Vector[] = [];
  for (const [row, terms] of termsOf.entries()) {
    if (row % 256 === 0) await breathe();
    const weights = Float64Array.from(terms, (term) => Math.log((1 + notes.length) / counts[term]!));
    const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight ** 2, 0)) || 1;
    vectors.push({ terms, weights: weights.map((weight) => weight / length) });
  }
  return vectors;
}

interface Posting {
  /** Ascending. */
  readonly rows: number[];
  /** The term's weight in each of these rows. */
  readonly weights: number[];
}

/** The rows of each term. */
async function postingsOf(vectors: readonly Vector[], breathe: Breathe): Promise<readonly Posting[]> {
  const postings: Posting[] = [];
  for (const [row, { terms, weights }] of vectors.entries()) {
    if (row % 256 === 0) await breathe();
    for (let t = 0; t < terms.length; t++) {
      postings[terms[t]!] ??= { rows: [], weights: [] };
      const { rows, weights: all } = postings[terms[t]!]!;
      rows.push(row);
      all.push(weights[t]!);
    }
  }
  return postings;
}

function gramsOf(word: string): string[] {
  const marked = `^${word}$`;
  const grams: string[] = [];
  for (let i = 0; i + gramLength <= marked.length; i++) grams.push(marked.slice(i, i + gramLength));
  return grams;
}

function cosine(x: Vector, y: Vector): number {
  let sum = 0;
  for (let i = 0, k = 0; i < x.terms.length && k < y.terms.length; ) {
    const order = x.terms[i]! - y.terms[k]!;
    if (order === 0) sum += x.weights[i++]! * y.weights[k++]!;
    else if (order < 0) i++;
    else k++;
  }
  return sum;
}
