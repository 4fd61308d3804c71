import type { Random } from "../../../numerics/random.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import type { TrainingTokens } from "../train/trainingTokens.ts";

/** One row of so many judges only, in every round. */
const heldPart = 5;

interface Shown {
  readonly tokens: TokenColumns;
  /** Whose each row is, where persons or orders have several. */
  readonly units: Int32Array | undefined;
}

/** The training rows, or `maxRows` of them drawn at random where there are more. */
export function shownRows({ tokens, units }: TrainingTokens, maxRows: number, random: Random): Shown {
  const rows = tokens[0]?.length ?? 0;
  if (rows <= maxRows) return { tokens, units };
  const index = random.fork("rows").permutation(rows).subarray(0, maxRows);
  const take = (of: Int32Array) => Int32Array.from(index, (i) => of[i]!);
  return { tokens: tokens.map(take), units: units && take(units) };
}

/** Draws which of `rows` rows are held out, with all rows of whose they are: 1 for those that judge and never train. */
export function drawHeld(rows: number, random: Random, units?: Int32Array): Uint8Array {
  const flags = Uint8Array.from({ length: rows }, () => (random.below(heldPart) === 0 ? 1 : 0));
  if (units === undefined) return flags;
  // a unit judges where its first row does
  const ofUnit = new Map<number, number>();
  return flags.map((flag, row) => {
    const known = ofUnit.get(units[row]!) ?? flag;
    ofUnit.set(units[row]!, known);
    return known;
  });
}
