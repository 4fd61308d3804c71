import { Random } from "../numerics/random.ts";
import type { SourceSample } from "../table/read/sampled/sourceSample.ts";

export interface Split {
  /** Row numbers of the source, ascending. */
  readonly training: Uint32Array;
  readonly holdout: Uint32Array;
}

/** Persons of the rows, where they have several. */
export interface Persons {
  /** The person of each row; −1 where it is nobody's. */
  readonly codes: Int32Array;
  readonly distinct: number;
}

/**
 * Sets about `count` of the rows aside, all rows of a person or none, by a seeded permutation of the persons: a person that a model has
 * seen is no stranger to it in another row.
 */
export function splitHoldoutPersons({ codes, distinct }: Persons, count: number, seed: number): Split {
  // rows of nobody are persons of their own
  let persons = distinct;
  const person = codes.map((code) => (code < 0 ? persons++ : code));
  const rows = new Int32Array(persons);
  for (const one of person) rows[one]!++;
  const aside = new Uint8Array(persons);
  let left = count;
  for (const one of new Random(seed).fork("holdout").permutation(persons)) {
    if (rows[one]! > left) continue;
    aside[one] = 1;
    left -= rows[one]!;
  }
  const every = Uint32Array.from({ length: codes.length }, (_, row) => row);
  return {
    training: every.filter((row) => aside[person[row]!] === 0),
    holdout: every.filter((row) => aside[person[row]!] === 1),
  };
}

/** Sets `count` of the rows aside by a seeded permutation, before training. */
export function splitHoldout(rows: number, count: number, seed: number): Split {
  const order = new Random(seed).fork("holdout").permutation(rows);
  return { holdout: order.slice(0, count).sort(), training: order.slice(count).sort() };
}

/** Sets `count` rows of a sample aside, those drawn last: by the hash that drew them. None that was read for a rare value. */
export function splitHoldoutSample({ hashes, pinned }: SourceSample, count: number): Split {
  const every = Uint32Array.from({ length: hashes.length }, (_, row) => row);
  const drawn = every.filter((row) => pinned[row] === 0).sort((a, b) => hashes[a]! - hashes[b]! || a - b);
  const aside = new Set(drawn.slice(Math.max(0, drawn.length - count)));
  return {
    training: every.filter((row) => !aside.has(row)),
    holdout: every.filter((row) => aside.has(row)),
  };
}
