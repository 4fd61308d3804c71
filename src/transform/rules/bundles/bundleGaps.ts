/** A value as a plan keeps it; null = missing. */
export type Cell = string | number | null;

/** Share of the rows whose missing cells make their combination rare, from which on gaps are learned beside the combinations. */
const minShare = 0.002;

/** Rows of a bundle: their cells, and the combinations that are kept. */
export interface BundledRows {
  readonly rows: number;
  cells(row: number): readonly Cell[];
  readonly categories: readonly (readonly Cell[])[];
}

/** Of each row the number of a kept combination, −1 = none, and which of its cells are there: `1` as the combination has it, `0` missing. */
export interface GapCodes {
  readonly codes: Int32Array;
  readonly patterns: readonly string[];
}

/**
 * Rows that are a kept combination but for cells that are missing count as that combination with gaps: the most frequent ones that have the
 * cells they show, in turn by how frequent they are.
 */
export function encodeGaps({ rows, cells, categories }: BundledRows): GapCodes {
  const index = new Map(categories.map((row, code) => [JSON.stringify(row), code]));
  const whole = "1".repeat(categories[0]?.length ?? 0);
  const codes = new Int32Array(rows);
  const patterns = new Array<string>(rows).fill(whole);
  const counts = new Float64Array(categories.length);
  for (let i = 0; i < rows; i++) {
    const code = index.get(JSON.stringify(cells(i))) ?? -1;
    codes[i] = code;
    if (code >= 0) counts[code]!++;
  }
  const fitting = new Map<string, { readonly codes: readonly number[]; turn: number }>();
  for (let i = 0; i < rows; i++) {
    if (codes[i]! >= 0) continue;
    const own = cells(i);
    if (own.every((cell) => cell !== null)) continue;
    const label = JSON.stringify(own);
    let known = fitting.get(label);
    if (known === undefined) {
      known = { codes: fittingCodes(own, categories), turn: 0 };
      fitting.set(label, known);
    }
    if (known.codes.length === 0) continue;
    codes[i] = pickInTurn(known.codes, counts, known.turn++);
    patterns[i] = own.map((cell) => (cell === null ? "0" : "1")).join("");
  }
  return { codes, patterns };
}

/** The combinations without those that are another one but for missing cells; where nothing is ever present beside the others, that stays. */
export function withoutGaps(categories: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  return categories.filter((row) => !row.includes(null) || fittingCodes(row, categories).length === 0);
}

/** Whether enough rows have gaps for them to be learned. */
export function hasGaps({ patterns }: GapCodes, enough: number): boolean {
  const gaps = patterns.reduce((sum, pattern) => sum + (pattern.includes("0") ? 1 : 0), 0);
  return gaps >= Math.max(enough, minShare * patterns.length);
}

function fittingCodes(own: readonly Cell[], categories: readonly (readonly Cell[])[]): number[] {
  return categories.flatMap((row, code) =>
    row.every((cell, m) => cell !== null && (own[m] === null || own[m] === cell)) ? [code] : [],
  );
}

/** Every code as often as its count asks for: turns fall evenly over the cumulative counts. */
function pickInTurn(codes: readonly number[], counts: Float64Array, turn: number): number {
  const total = codes.reduce((sum, code) => sum + counts[code]! + 1, 0);
  // the golden ratio spreads any number of turns evenly
  let left = ((turn * 0.6180339887498949 + 0.5) % 1) * total;
  for (const code of codes) {
    left -= counts[code]! + 1;
    if (left < 0) return code;
  }
  return codes.at(-1)!;
}
