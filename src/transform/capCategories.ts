import type { Random } from "../numerics/random.ts";
import { type Holders, toldCounts } from "../table/protection/holders.ts";
import type { StringColumn } from "../table/table.ts";

export interface CappedCategories {
  /** Codes into `kept` (plus one more for the rare bucket, when there is one); −1 missing. */
  readonly codes: Int32Array;
  readonly kept: readonly string[];
  readonly counts: readonly number[];
  /** Distinct categories and rows that were put into the rare bucket. */
  readonly rareCategories: number;
  readonly rareRows: number;
  /** Of those, categories that `minCategoryCount` protects (the others fell to `maxCategories`). */
  readonly protectedCategories: number;
}

/**
 * Keeps the `maxCategories` most frequent categories (ties by spelling) that at least `minCategoryCount` rows have, and as many
 * persons where it is known whose rows they are; the rest share one rare bucket.
 */
export function capCategories(
  column: StringColumn,
  limits: { readonly maxCategories: number; readonly minCategoryCount: number },
  holders?: Holders,
): CappedCategories {
  const { dictionary } = column;
  const counts = new Float64Array(dictionary.length);
  for (let i = 0; i < column.codes.length; i++) {
    const code = column.codes[i]!;
    if (code >= 0) counts[code]!++;
  }
  const used = dictionary.map((_, code) => code).filter((code) => counts[code]! > 0);
  used.sort((a, b) => counts[b]! - counts[a]! || (dictionary[a]! < dictionary[b]! ? -1 : 1));
  const { minCategoryCount: k } = limits;
  const told =
    holders === undefined
      ? counts
      : toldCounts({ codes: column.codes, distinct: dictionary.length }, k, holders);
  const common = used.filter((code) => told[code]! >= k);
  const keptCodes = common.slice(0, limits.maxCategories);
  const map = new Int32Array(dictionary.length).fill(keptCodes.length);
  keptCodes.forEach((code, k) => {
    map[code] = k;
  });
  let rareRows = 0;
  const codes = new Int32Array(column.codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = column.codes[i]!;
    codes[i] = code < 0 ? -1 : map[code]!;
    if (codes[i] === keptCodes.length) rareRows++;
  }
  return {
    codes,
    kept: keptCodes.map((code) => dictionary[code]!),
    counts: keptCodes.map((code) => counts[code]!),
    rareCategories: used.length - keptCodes.length,
    rareRows,
    protectedCategories: used.length - common.length,
  };
}

/** In place: missing codes take the code of a random other row. No-op when all are missing. */
export function fillCodes(codes: Int32Array, random: Random): void {
  const present = codes.filter((c) => c >= 0);
  if (present.length === 0) return;
  for (let i = 0; i < codes.length; i++) if (codes[i]! < 0) codes[i] = present[random.below(present.length)]!;
}
