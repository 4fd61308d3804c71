/**
 * How a circuit of few rows is held back. A parameter fitted to few rows tells which rows: at 100 rows the likelihood attack on an
 * unrestrained circuit reaches an AUC of .66 to .71. What restrains it most, measured on 100 rows of Adult and penguins: wide bins
 * whose shares in a state follow a normal, few states, and categories close to their share in the whole column.
 */
export interface Restraint {
  /** Fewest rows of a bin of a number, and of a segment inside it. */
  readonly binRows: number;
  /** Pseudo-rows per numeric column and state, spread as the normal fitted to that state. */
  readonly normal: number;
  /** Pseudo-rows per state for every category beyond two, spread as the column's marginal. */
  readonly perCategory: number;
}

const fullUpTo = 100;
/** Training rows from which on a table is not small. */
export const noneFrom = 500;
const full: Restraint = { binRows: 25, normal: 1e5, perCategory: 12 };
const none: Restraint = { binRows: 8, normal: 200, perCategory: 0 };

/** Restraint by training rows: full up to 100, none from 500 on, between them by the logarithm of the rows. */
export function restraintOf(rows: number): Restraint {
  const part = Math.log(noneFrom / Math.max(1, rows)) / Math.log(noneFrom / fullUpTo);
  const share = Math.min(1, Math.max(0, part));
  return {
    binRows: Math.round(none.binRows + share * (full.binRows - none.binRows)),
    normal: none.normal * (full.normal / none.normal) ** share,
    // categories are what few rows are told by most: held back hard at 100 rows, hardly from 200 on, where ties between them are seen
    perCategory: share ** 3 * full.perCategory,
  };
}

const rowsPerState = 32;

/** States of a table of fewer than 250 rows, whose held-out rows would be too few to choose by; undefined for larger ones. */
export function statesOfSmallTable(rows: number): number | undefined {
  return rows < 250 ? Math.max(2, Math.round(rows / rowsPerState)) : undefined;
}
