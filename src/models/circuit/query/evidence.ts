import type { Condition } from "../../../table/condition.ts";
import { ModelError } from "../../../transform/modelTable.ts";
import { NoValueError } from "../../synthesizer.ts";
import type { Codebook } from "../tokens/codebook.ts";
import { type NumberTokens, withinCdf } from "../tokens/numberTokens.ts";

/** What is known of one column: the share of each token that agrees, and which part of a cut token that is. */
export interface ColumnEvidence {
  /** In [0, 1] per token. */
  readonly mask: Float64Array;
  /** Numeric columns: allowed parts of token t are parts first[t] … first[t + 1] − 1, as quantiles within the token. */
  readonly parts?: { readonly first: Int32Array; readonly low: Float64Array; readonly high: Float64Array };
  /** Numeric columns conditioned on single values: samples are one of these exactly. */
  readonly values?: Float64Array;
}

/** One entry per column, undefined where nothing is known. */
export type Evidence = readonly (ColumnEvidence | undefined)[];

/** @throws ModelError on an unknown column, a value the model has not seen, or conditions that exclude each other */
export function readConditions(books: readonly Codebook[], where: readonly Condition[]): Evidence {
  for (const { column } of where)
    if (!books.some((b) => b.column.name === column))
      throw new ModelError(
        `there is no column "${column}" to condition on; the model knows ${books.map((b) => b.column.name).join(", ")}`,
      );
  return books.map((book) => {
    const conditions = where.filter((c) => c.column === book.column.name);
    if (conditions.length === 0) return undefined;
    const evidence =
      book.kind === "number" ? numberEvidence(book, conditions) : categoryEvidence(book, conditions);
    if (!evidence.mask.some((m) => m > 0))
      throw new NoValueError(book.column.name, book.kind === "number" ? madeRange(book.tokens) : undefined);
    return evidence;
  });
}

function madeRange({ lo, hi }: NumberTokens): { min: number; max: number } | undefined {
  return lo.length === 0 ? undefined : { min: lo[0]!, max: hi[hi.length - 1]! };
}

function categoryEvidence(
  book: Codebook & { kind: "category" },
  conditions: readonly Condition[],
): ColumnEvidence {
  const mask = new Float64Array(book.size).fill(1);
  const { name, categories } = book.column;
  for (const c of conditions) {
    if (c.op === "range") throw new ModelError(`column "${name}" holds categories: give values, not a range`);
    let allowed: (t: number) => boolean;
    if (c.op === "missing") allowed = (t) => t === book.missing;
    else if (c.op === "present") allowed = (t) => t !== book.missing;
    else {
      const wanted = c.values.map(String);
      for (const v of wanted)
        if (!categories.includes(v))
          throw new ModelError(`column "${name}" has no category "${v}"; it has ${shorten(categories)}`);
      allowed = (t) => t < categories.length && wanted.includes(categories[t]!);
    }
    for (let t = 0; t < mask.length; t++) if (!allowed(t)) mask[t] = 0;
  }
  return { mask };
}

type Interval = readonly [number, number];

function numberEvidence(
  book: Codebook & { kind: "number" },
  conditions: readonly Condition[],
): ColumnEvidence {
  const { tokens, missing, size, column } = book;
  let intervals: Interval[] = [[-Infinity, Infinity]];
  let mayMiss = true;
  let mayBePresent = true;
  let values: number[] | undefined;
  const half = tokens.grid / 2;
  for (const c of conditions) {
    if (c.op === "missing") mayBePresent = false;
    else {
      mayMiss = false;
      if (c.op === "range")
        intervals = intersect(intervals, [[(c.min ?? -Infinity) - half, (c.max ?? Infinity) + half]]);
      if (c.op === "in") {
        const wanted = c.values.map(Number).sort((a, b) => a - b);
        if (wanted.some((v) => !Number.isFinite(v)))
          throw new ModelError(`column "${column.name}" is numeric: ${c.values.join(", ")} is not a number`);
        const reach = half > 0 ? half : 1e-9 * Math.max(1e-9, column.max - column.min);
        intervals = intersect(
          intervals,
          wanted.map((v): Interval => [v - reach, v + reach]),
        );
        values = values ? values.filter((v) => wanted.includes(v)) : wanted;
      }
    }
  }
  const first = new Int32Array(size + 1);
  const low: number[] = [];
  const high: number[] = [];
  const mask = new Float64Array(size);
  for (let t = 0; t < size; t++) {
    if (t === missing) {
      mask[t] = mayMiss ? 1 : 0;
      low.push(0);
      high.push(1);
    } else if (mayBePresent)
      for (const [a, b] of intervals) {
        const from = a === -Infinity ? 0 : partBelow(tokens, t, a, false);
        const to = b === Infinity ? 1 : partBelow(tokens, t, b, true);
        if (to <= from) continue;
        mask[t]! += to - from;
        low.push(from);
        high.push(to);
      }
    first[t + 1] = low.length;
  }
  const parts = { first, low: Float64Array.from(low), high: Float64Array.from(high) };
  const evidence = { mask, parts };
  return values ? { ...evidence, values: Float64Array.from(values) } : evidence;
}

/** Share of the token's values below x, or at and below it. */
function partBelow(tokens: NumberTokens, token: number, x: number, inclusive: boolean): number {
  if (!tokens.atom[token]) return withinCdf(tokens, token, x);
  const value = tokens.lo[tokens.first[token]!]!;
  return (inclusive ? value <= x : value < x) ? 1 : 0;
}

function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const out: Interval[] = [];
  for (const [a0, a1] of a)
    for (const [b0, b1] of b) {
      const low = Math.max(a0, b0);
      const high = Math.min(a1, b1);
      if (low <= high) out.push([low, high]);
    }
  return out;
}

function shorten(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown}, … (${names.length} in all)` : shown;
}
