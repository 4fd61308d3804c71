import { cellForms, maxDecimals, type Reading, readings } from "./cellForms.ts";

export interface ChosenReading {
  readonly reading: Reading;
  /** Cells that it reads, as the noisy counts tell. */
  readonly cells: number;
  /** Of numbers: digits after the point of nearly all of them. */
  readonly decimals: number;
  readonly missing: boolean;
}

/** Cells of another kind that are too many to be taken as missing. */
const maxOther = 0.1;
/** Numbers with more decimals than this share are rounded. */
const maxRounded = 0.02;

/**
 * What a column is read as, from the noisy counts of the forms of its cells; undefined where no form stands out of the noise. A
 * number or date that is not surely mixed with texts wins over a text.
 */
export function chooseReading(noisy: Int32Array, sigma: number): ChosenReading | undefined {
  const count = (forms: readonly number[]) => forms.reduce((sum, form) => sum + noisy[form]!, 0);
  const doubt = (cells: number) => 3 * sigma * Math.sqrt(cells);
  const scored = readings.map((reading) => ({ reading, cells: count(reading.forms) }));
  const text = scored.at(-1)!;
  const best = scored.slice(0, -1).reduce((a, b) => (b.cells > a.cells ? b : a));
  const isRead = best.cells > doubt(best.reading.forms.length);
  if (!isRead && text.cells <= doubt(1)) return undefined;
  const isMixed = text.cells - doubt(1) > maxOther * Math.max(0, best.cells);
  const chosen = isRead && !isMixed ? best : text;
  const missing = noisy[cellForms.missing]! > doubt(1) || (chosen !== text && text.cells > doubt(1));
  return {
    reading: chosen.reading,
    cells: chosen.cells,
    decimals: decimalsOf(noisy, best.cells, doubt),
    missing,
  };
}

function decimalsOf(noisy: Int32Array, numbers: number, doubt: (cells: number) => number): number {
  let more = 0;
  for (let d = maxDecimals; d > 0; d--) {
    more += noisy[cellForms.number + d]!;
    if (more - doubt(maxDecimals + 1 - d) > maxRounded * numbers) return d;
  }
  return 0;
}
