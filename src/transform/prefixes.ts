import { z } from "zod";
import { type Holders, toldKeys } from "../table/protection/holders.ts";
import type { Column } from "../table/table.ts";
import { type Pattern, splitPattern } from "./pattern.ts";
import { permuted, unpermuted } from "./permutation.ts";

/** Letters that ids begin with, such as the carrier of a flight number, and the share of the rows that have them. */
export interface Prefix {
  readonly text: string;
  readonly share: number;
}

/** Prefixes as a model file may hold them. */
export const prefixSchema = z
  .array(z.strictObject({ text: z.string().min(1).max(20), share: z.number().positive().max(1) }))
  .min(1)
  .max(200)
  .refine((list) => list.every(({ text }) => text.length === list[0]!.text.length), {
    error: "prefixes of different lengths",
  })
  .readonly();

const maxPrefixes = 200;
/** Of the rows that have a value, those with a rare prefix, at most; else the letters are part of what is random. */
const maxRareShare = 0.2;
/** As many rows as this for each prefix there is. */
const rowsPerPrefix = 20;

/**
 * What the texts of a column have before their first digit, where few of them do for many rows each; undefined for other columns. Prefixes
 * that fewer than `minRows` rows have, or as many persons where it is known whose the rows are, are left out. Shares to three decimals.
 */
export function findPrefixes(
  column: Column,
  minRows: number,
  holders?: Holders,
): readonly Prefix[] | undefined {
  if (column.kind !== "string") return undefined;
  const heads = column.dictionary.map((text) => /^[^\d]+(?=\d)/.exec(text)?.[0] ?? null);
  const counts = new Map<string, number>();
  let present = 0;
  for (const code of column.codes) {
    if (code < 0) continue;
    const head = heads[code]!;
    if (head === null) return undefined;
    present++;
    counts.set(head, (counts.get(head) ?? 0) + 1);
  }
  const index = new Map([...counts.keys()].map((head, i) => [head, i]));
  const keysOf = (code: number) => [index.get(heads[code]!)!];
  const told =
    holders === undefined ? undefined : toldKeys(column, keysOf, { size: counts.size, k: minRows, holders });
  const kept = [...counts]
    .filter(([head, rows]) => (told?.[index.get(head)!] ?? rows) >= minRows)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const rows = kept.reduce((sum, [, n]) => sum + n, 0);
  const isFew = kept.length <= maxPrefixes && kept.length * rowsPerPrefix <= present;
  if (kept.length === 0 || counts.size < 2 || !isFew || rows < (1 - maxRareShare) * present) return undefined;
  return kept.map(([text, n]) => ({ text, share: Math.max(0.001, Math.round((1000 * n) / rows) / 1000) }));
}

const maxTail = 2 ** 40;

/**
 * The strings of a pattern that begin with one of the prefixes, as often as their shares say: the most frequent prefix stands before
 * every tail, the others before some. Undefined where the pattern does not begin with single characters that allow them.
 */
export function withPrefixes(source: string, prefixes: readonly Prefix[]): Pattern | undefined {
  const length = prefixes[0]!.text.length;
  const split = splitPattern(source, length);
  if (split === undefined || !prefixes.every(({ text }) => split.accepts(text))) return undefined;
  const { tail } = split;
  const tails = Math.min(tail.size, maxTail);
  const largest = Math.max(...prefixes.map(({ share }) => share));
  const counts = prefixes.map(({ share }) => Math.max(1, Math.floor((share / largest) * tails)));
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  return {
    size: starts.at(-1)!,
    at(rank, high) {
      const p = starts.findLastIndex((start) => start <= rank);
      return prefixes[p]!.text + tail.at(permuted(rank - starts[p]!, tails, p), high);
    },
    rank(text) {
      const p = prefixes.findIndex((prefix) => text.startsWith(prefix.text));
      const rest = p < 0 ? undefined : tail.rank(text.slice(length));
      if (rest === undefined || rest >= tails) return undefined;
      const place = unpermuted(rest, tails, p);
      return place < counts[p]! ? starts[p]! + place : undefined;
    },
  };
}
