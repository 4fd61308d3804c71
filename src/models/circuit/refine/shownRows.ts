import type { Random } from "../../../numerics/random.ts";
import type { TokenColumns } from "../train/emEngine.ts";

/** One row of so many judges only, in every round. */
const heldPart = 5;

/** The training rows, or `maxRows` of them drawn at random where there are more. */
export function shownRows(tokens: TokenColumns, maxRows: number, random: Random): TokenColumns {
  const rows = tokens[0]?.length ?? 0;
  if (rows <= maxRows) return tokens;
  const index = random.fork("rows").permutation(rows).subarray(0, maxRows);
  return tokens.map((t) => Int32Array.from(index, (i) => t[i]!));
}

/** Draws which of `rows` rows are held out: 1 for those that judge and never train. */
export function drawHeld(rows: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: rows }, () => (random.below(heldPart) === 0 ? 1 : 0));
}
