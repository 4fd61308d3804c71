import type { Coded } from "../codes.ts";
import type { StringColumn } from "../table.ts";

/** Whose each row is: persons numbered from 0, −1 where a row names none and counts as a person of its own. */
export type Holders = Coded;

/** The person of a row; one of its own, below 0, where it names none. */
export function personIn({ codes }: Holders, row: number): number {
  const person = codes[row]!;
  return person < 0 ? -1 - row : person;
}

/** Persons are listed by value up to so many; beyond, in sets. */
const maxListed = 16;

/**
 * Counts the rows and the persons of values numbered from 0. The only place that counts for `minCategoryCount` and `kOf`: where
 * it is known whose rows they are, a value must be held by k different persons, or by all where there are fewer.
 */
export class HeldCounts {
  /** Rows that hold each value. */
  readonly rows: Float64Array;
  readonly #k: number;
  readonly #needed: number;
  readonly #holders: Holders | undefined;
  readonly #persons: Int32Array;
  readonly #listed: Int32Array;
  readonly #sets: Set<number>[] = [];

  constructor(values: number, k: number, holders?: Holders) {
    this.rows = new Float64Array(values);
    this.#k = k;
    this.#holders = k < 2 || holders === undefined || holders.distinct < 2 ? undefined : holders;
    this.#needed = this.#holders === undefined ? 0 : Math.min(k, this.#holders.distinct);
    this.#persons = new Int32Array(this.#holders === undefined ? 0 : values);
    const isListed = this.#needed <= maxListed;
    this.#listed = new Int32Array(isListed ? this.#persons.length * this.#needed : 0);
    if (!isListed) this.#sets = Array.from(this.#persons, () => new Set<number>());
  }

  add(value: number, row: number): void {
    this.rows[value]!++;
    const holders = this.#holders;
    if (holders === undefined || this.#persons[value]! >= this.#needed) return;
    const person = personIn(holders, row);
    if (this.#needed > maxListed) {
      const set = this.#sets[value]!.add(person);
      this.#persons[value] = set.size;
      return;
    }
    const start = value * this.#needed;
    const end = start + this.#persons[value]!;
    for (let at = start; at < end; at++) if (this.#listed[at] === person) return;
    this.#listed[end] = person;
    this.#persons[value]!++;
  }

  /** Rows of each value, fewer than k where fewer persons hold it than needed. */
  told(): Float64Array {
    if (this.#holders === undefined) return this.rows;
    return this.rows.map((rows, value) =>
      this.#persons[value]! < this.#needed ? Math.min(rows, this.#k - 1) : rows,
    );
  }

  /** Persons that hold each value where they are fewer than needed, else rows. */
  few(): Float64Array {
    if (this.#holders === undefined) return this.rows;
    return this.rows.map((rows, value) =>
      this.#persons[value]! < this.#needed ? this.#persons[value]! : rows,
    );
  }
}

/** Rows of each value of a column, as {@link HeldCounts.told}; −1 is no value. */
export function toldCounts(
  { codes, distinct }: Coded,
  k: number,
  holders: Holders | undefined,
): Float64Array {
  const counts = new HeldCounts(distinct, k, holders);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) counts.add(codes[row]!, row);
  return counts.told();
}

/**
 * The same for what the texts of a column stand for: `keysOf` gives the numbers, below `size`, of each text of its dictionary, none
 * twice.
 */
export function toldKeys(
  { codes, dictionary }: StringColumn,
  keysOf: (code: number) => readonly number[],
  { size, k, holders }: { readonly size: number; readonly k: number; readonly holders?: Holders | undefined },
): Float64Array {
  const keys = dictionary.map((_, code) => keysOf(code));
  const counts = new HeldCounts(size, k, holders);
  for (let row = 0; row < codes.length; row++)
    if (codes[row]! >= 0) for (const key of keys[codes[row]!]!) counts.add(key, row);
  return counts.told();
}

/** Whose some of the rows are. */
export function holdersOf(holders: Holders, rows: ArrayLike<number>): Holders {
  return { codes: Int32Array.from(rows, (row) => holders.codes[row]!), distinct: holders.distinct };
}
