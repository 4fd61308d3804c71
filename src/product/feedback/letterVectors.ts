import type { Breathe } from "../../numerics/breathe.ts";
import type { NoteWords } from "./noteWords.ts";
import { Numbering } from "./numbering.ts";
import { idfOf } from "./termVectors.ts";

const gramLength = 4;

/**
 * TF-IDF over runs of four letters within words. A note's runs are those of its words, which are kept a word, not a note; few pairs of
 * notes are compared.
 */
export class LetterVectors {
  readonly #notes: NoteWords;
  readonly #grams: readonly Int32Array[];
  readonly #idf: Float64Array;
  /** When a run was seen last, in numbers of notes looked at. */
  readonly #seen: Int32Array;
  #looks = 0;

  /** @throws what `breathe` throws */
  static async of(notes: NoteWords, breathe: Breathe): Promise<LetterVectors> {
    const numbering = new Numbering();
    const grams = notes.vocabulary.map((word) =>
      Int32Array.from(gramsOf(word), (gram) => numbering.of(gram)),
    );
    const vectors = new LetterVectors(notes, grams, numbering.size);
    const counts = new Int32Array(numbering.size);
    for (let row = 0; row < notes.count; row++) {
      if (row % 256 === 0) await breathe();
      for (const gram of vectors.#distinct(row)) counts[gram]!++;
    }
    vectors.#idf.set(idfOf(counts, notes.count));
    return vectors;
  }

  private constructor(notes: NoteWords, grams: readonly Int32Array[], size: number) {
    this.#notes = notes;
    this.#grams = grams;
    this.#idf = new Float64Array(size);
    this.#seen = new Int32Array(size);
  }

  /** Cosine of the vectors of two notes. */
  cosine(a: number, b: number): number {
    const mine = this.#distinct(a);
    const theirs = this.#distinct(b);
    // the runs seen in this look are those of b
    const common = mine.filter((gram) => this.#seen[gram] === this.#looks);
    return this.#squares(common) / Math.sqrt(this.#squares(mine) * this.#squares(theirs) || 1);
  }

  #squares(grams: readonly number[]): number {
    return grams.reduce((sum, gram) => sum + this.#idf[gram]! ** 2, 0);
  }

  #distinct(row: number): number[] {
    const { starts, words } = this.#notes;
    const look = ++this.#looks;
    const found: number[] = [];
    for (let i = starts[row]!; i < starts[row + 1]!; i++)
      for (const gram of this.#grams[words[i]!]!)
        if (this.#seen[gram] !== look) {
          this.#seen[gram] = look;
          found.push(gram);
        }
    return found;
  }
}

function gramsOf(word: string): string[] {
  const marked = `^${word}$`;
  const grams: string[] = [];
  for (let i = 0; i + gramLength <= marked.length; i++) grams.push(marked.slice(i, i + gramLength));
  return grams;
}
