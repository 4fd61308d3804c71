/** Per row, the cell that is least likely when measured against what is usual in its column. */
export interface OddestCells {
  /** Index of the column; −1 where no cell of the row is known. */
  readonly column: Int32Array;
  /** ln P of the cell given the rest of its row; NaN where there is none. */
  readonly logProbability: Float64Array;
  /** How many nats less likely than the column's mean over these rows; NaN where there is none. */
  readonly surprise: Float64Array;
}

/**
 * A column of many values (a timestamp) always has the lowest probability, whatever the row: so each cell is compared with the mean
 * ln P of its own column over the rows scored.
 *
 * @param cells ln P(cell | rest of the row), one array per column; NaN where a cell is unknown
 */
export function oddestCells(cells: readonly Float64Array[], rows: number): OddestCells {
  const column = new Int32Array(rows).fill(-1);
  const logProbability = new Float64Array(rows).fill(Number.NaN);
  const surprise = new Float64Array(rows).fill(Number.NaN);
  for (const [j, values] of cells.entries()) {
    const usual = finiteMean(values);
    for (let i = 0; i < rows; i++) {
      const excess = usual - values[i]!;
      if (Number.isNaN(excess) || excess <= surprise[i]!) continue;
      column[i] = j;
      logProbability[i] = values[i]!;
      surprise[i] = excess;
    }
  }
  return { column, logProbability, surprise };
}

/** 0 when there is none. */
function finiteMean(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values)
    if (Number.isFinite(value)) {
      sum += value;
      count++;
    }
  return sum / Math.max(1, count);
}
