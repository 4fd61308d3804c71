import { Random } from "../../../numerics/random.ts";

const first = 0x85ebca6b;
const second = 0xc2b2ae35;

/**
 * A pseudo-random order of the rows of a file that depends on row number and seed alone: the finalizer of MurmurHash3 (Appleby, 2011)
 * over the number's two halves. The same in this process and in DuckDB.
 */
export class RowHash {
  readonly #low: number;
  readonly #high: number;

  constructor(seed: number) {
    const random = new Random(seed).fork("sample of rows");
    this.#low = random.uint32();
    this.#high = random.uint32();
  }

  /** 0 … 2^32 − 1, for a row from 0. */
  of(row: number): number {
    return mix(mix(row ^ this.#low) ^ Math.floor(row / 2 ** 32) ^ this.#high);
  }

  /** Statements that make `row_hash(row)` known to DuckDB, for a UBIGINT. */
  get macros(): readonly string[] {
    return [
      `CREATE TEMP MACRO hash_step(h, bits, factor) AS (xor(h, h >> bits) * factor) & ${2 ** 32 - 1}::UBIGINT`,
      `CREATE TEMP MACRO hash_mix(h) AS hash_step(hash_step(h, 16, ${first}::UBIGINT), 13, ${second}::UBIGINT)`,
      "CREATE TEMP MACRO hash_end(h) AS xor(h, h >> 16)",
      `CREATE TEMP MACRO row_hash(r) AS hash_end(hash_mix(xor(xor(hash_end(hash_mix(xor(r & ${2 ** 32 - 1}::UBIGINT, ${this.#low}::UBIGINT))), r >> 32), ${this.#high}::UBIGINT)))`,
    ];
  }
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), first);
  h = Math.imul(h ^ (h >>> 13), second);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Rows by hash, those of the same hash by number. */
export function byHash(
  a: { readonly hash: number; readonly row: number },
  b: { readonly hash: number; readonly row: number },
): number {
  return a.hash - b.hash || a.row - b.row;
}
