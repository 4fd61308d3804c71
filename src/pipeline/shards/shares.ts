import { WhereError } from "../../config/where.ts";
import { nearest } from "../../jsonc/nearest.ts";
import { quote } from "../../jsonc/quote.ts";

/** What part of the rows is to have which values of one column; the others are as the model has them. */
export interface WantedShares {
  readonly column: string;
  /** `values` as after the `=` of `--where`; shares in (0, 1], with a sum of at most 1. */
  readonly parts: readonly { readonly values: string; readonly share: number }[] | "balanced";
}

/** Smallest share that can be asked for: one row in ten thousand. */
const minShare = 1e-4;

/**
 * Reads `plan=gold:0.5|basic:30%`, or `churn=balanced` for the same share of every value. What stands before the colon is written as
 * in a `--where`: a value, a range, `missing`.
 * @throws WhereError, which names the text
 */
export function parseShares(text: string, columns: readonly string[]): WantedShares {
  const column = columns
    .filter((name) => text.startsWith(`${name}=`))
    .reduce<string | undefined>((a, b) => (a === undefined || b.length > a.length ? b : a), undefined);
  if (column === undefined) {
    const guess = nearest(text.replace(/=.*/s, ""), columns);
    const meant = guess === undefined ? "" : `; did you mean ${quote(guess)}?`;
    throw fault(text, `it must begin with a column and =, such as plan=gold:0.5|basic:0.3${meant}`);
  }
  const rest = text.slice(column.length + 1).trim();
  if (rest === "balanced") return { column, parts: "balanced" };
  const parts = (rest.match(/(?:"(?:[^"\\]|\\.)*"|[^|])+/gs) ?? []).map((part) => {
    const found = /^(.*):\s*(\d*\.?\d+)\s*(%?)\s*$/s.exec(part);
    const share = found === null ? Number.NaN : Number(found[2]) / (found[3] === "%" ? 100 : 1);
    if (found === null || found[1]!.trim() === "")
      throw fault(
        text,
        `${quote(part.trim())} must be a value, a colon and a share, such as gold:0.5 or gold:50%`,
      );
    if (!(share >= minShare && share <= 1))
      throw fault(text, `the share of ${quote(found[1]!.trim())} must lie between ${minShare} and 1`);
    return { values: found[1]!.trim(), share };
  });
  if (parts.length === 0) throw fault(text, "no share is given, such as plan=gold:0.5");
  const twice = parts.find(({ values }, i) => parts.findIndex((other) => other.values === values) !== i);
  if (twice !== undefined) throw fault(text, `${quote(twice.values)} has two shares`);
  const sum = parts.reduce((total, { share }) => total + share, 0);
  if (sum > 1 + 1e-9) throw fault(text, `the shares add up to ${Number(sum.toFixed(4))}, more than 1`);
  return { column, parts };
}

export function fault(text: string, why: string): WhereError {
  return new WhereError(`--share ${text}: ${why}`);
}

/**
 * Rows of each part among the rows `first` … `first + rows` of a table, so that over a whole table each part differs from its share by
 * about a row, whatever the ranges.
 *
 * @param shares of all parts: their sum is 1
 */
export function rowsOfShares(shares: readonly number[], first: number, rows: number): number[] {
  let sum = 0;
  const bounds = shares
    .map((share) => (sum += share))
    .map((bound, i) => (i === shares.length - 1 ? 1 : bound));
  const upTo = (n: number): number[] => bounds.map((bound) => Math.round(bound * n));
  const [before, after] = [upTo(first), upTo(first + rows)];
  const added = after.map((bound, i) => bound - before[i]!);
  const counts = added.map((bound, i) => Math.max(0, bound - (added[i - 1] ?? 0)));
  // where a tiny part would have lost a row, the largest one has it less
  const over = counts.reduce((total, count) => total + count, 0) - rows;
  counts[counts.indexOf(Math.max(...counts))]! -= over;
  return counts;
}
