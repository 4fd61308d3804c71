import type { DomainColumn } from "./domain.ts";

/** Values of all columns together: the fit holds a matrix of all values by all values. */
export const maxValues = 4000;
/** Cells of all tables. */
export const maxCells = 20_000_000;

/** Values that are expected of a column whose domain is bought. */
export const expectedValues = 20;
/** Values of a bought column at most. */
const maxBought = 500;
/** Fewer values of a column say hardly anything. */
export const minBought = 4;

/** How many values each of `open` columns may have at most, so that all have room beside those declared. */
export function valuesPerColumn(declared: readonly DomainColumn[], open: number): number {
  const left = maxValues - declared.reduce((sum, { size }) => sum + size, 0);
  return Math.max(1, Math.min(maxBought, Math.floor(left / Math.max(1, open)) - 1));
}

/** What is assumed of a column before its domain is bought. */
export function expectedColumn(name: string, values: number): DomainColumn {
  return {
    kind: "values",
    name,
    values: Array.from({ length: values }, (_, i) => String(i)),
    output: "string",
    size: values + 1,
    missing: true,
  };
}
