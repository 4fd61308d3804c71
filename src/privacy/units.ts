import { fnv1a } from "../numerics/random.ts";
import { findColumn, type Table } from "../table/table.ts";

/** Rows that a unit may not add any more are 0: the first `maxRows` of each unit of the column stay; a row of nobody is its own unit. */
export function boundUnits(written: Table, unit: string, maxRows: number): Uint8Array {
  const kept = new Uint8Array(written.rows).fill(1);
  const column = unit === "row" ? undefined : findColumn(written, unit);
  if (column === undefined) return kept;
  const seen = new Map<number, number>();
  for (let i = 0; i < kept.length; i++) {
    const key = column.kind === "string" ? column.codes[i]! : column.values[i]!;
    if (column.kind === "string" ? key < 0 : Number.isNaN(key)) continue;
    const before = seen.get(key) ?? 0;
    if (before >= maxRows) kept[i] = 0;
    seen.set(key, before + 1);
  }
  return kept;
}

/**
 * Rows set aside, 1 for each: by a hash of what the row says, or of its unit. A permutation of the rows would not do: with one row
 * more it would set others aside, and the guarantee would not hold.
 */
export function holdOutByContent(
  written: Table,
  { unit, share, seed }: { readonly unit: string; readonly share: number; readonly seed: number },
): Uint8Array {
  const aside = new Uint8Array(written.rows);
  if (share <= 0) return aside;
  const columns = unit === "row" ? written.columns : written.columns.filter(({ name }) => name === unit);
  const hashes = new Uint32Array(written.rows).fill(seed);
  columns.forEach((column, j) => {
    if (column.kind === "string") {
      const perText = column.dictionary.map((text) => fnv1a(text));
      for (let i = 0; i < hashes.length; i++)
        hashes[i] = mix(hashes[i]!, column.codes[i]! < 0 ? j : perText[column.codes[i]!]!);
    } else
      for (let i = 0; i < hashes.length; i++) hashes[i] = mix(hashes[i]!, fnv1a(String(column.values[i])));
  });
  const limit = share * 0x1_0000_0000;
  for (let i = 0; i < aside.length; i++) aside[i] = mix(hashes[i]!, 0x5bd1e995) < limit ? 1 : 0;
  return aside;
}

/** The finalizer of MurmurHash3 on the sum. */
function mix(hash: number, value: number): number {
  let x = (Math.imul(hash, 31) + value) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
