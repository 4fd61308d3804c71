import { nearest } from "../../jsonc/nearest.ts";
import { quote } from "../../jsonc/quote.ts";
import { WhereError } from "../where.ts";

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
