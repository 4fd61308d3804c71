import { Random } from "../../numerics/random.ts";

/** Passes over the rows, each in its own random order, as one endless list; which row is where depends on the seed alone. */
export class RowOrder {
  readonly #rows: number;
  readonly #random: Random;
  #pass = -1;
  #order: Uint32Array = new Uint32Array();

  constructor(rows: number, random: Random) {
    this.#rows = rows;
    this.#random = random;
  }

  /** The row at a place of the list. */
  at(place: number): number {
    const pass = Math.floor(place / this.#rows);
    if (pass !== this.#pass) {
      this.#order = new Random(this.#random.seed, this.#random.stream)
        .fork(`pass ${pass}`)
        .permutation(this.#rows);
      this.#pass = pass;
    }
    return this.#order[place - pass * this.#rows]!;
  }
}
