import type { Breathe } from "../../numerics/breathe.ts";
import { Numbering } from "./numbering.ts";
import { contentWords } from "./words.ts";

/** The words of notes that carry meaning, as numbers: a million notes take a few bytes a word. */
export interface NoteWords {
  /** Notes. */
  readonly count: number;
  /** The different words. */
  readonly vocabulary: readonly string[];
  /** Words of note `i`, in their order, by their place in the vocabulary: `words[starts[i]]` … `words[starts[i + 1] - 1]`. */
  readonly starts: Uint32Array;
  readonly words: Int32Array;
}

/** Splits notes into words. @throws what `breathe` throws */
export async function noteWords(notes: readonly string[], breathe: Breathe): Promise<NoteWords> {
  const numbering = new Numbering();
  const starts = new Uint32Array(notes.length + 1);
  let words = new Int32Array(16 * notes.length + 16);
  let end = 0;
  for (const [row, note] of notes.entries()) {
    if (row % 64 === 0) await breathe();
    for (const word of contentWords(note)) {
      if (end === words.length) words = grown(words);
      words[end++] = numbering.of(word);
    }
    starts[row + 1] = end;
  }
  return { count: notes.length, vocabulary: numbering.texts(), starts, words: words.slice(0, end) };
}

function grown(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}
