import { type TablePlan, varianceOf } from "../config/privacy/tablePlan.ts";
import { fillDiscreteGaussian } from "./discreteGaussian.ts";
import { SecretBits } from "./secretBits.ts";

/** Adds the noise of the plan to the counts: the one place where real counts become public ones. */
export function addNoise(plan: TablePlan, counts: Int32Array, bits = new SecretBits()): Int32Array {
  // all noise is drawn before a count is touched: how long it took then says nothing of a single cell
  const noisy = new Int32Array(plan.cells);
  let at = 0;
  for (const { cells, variance } of plan.tables) {
    fillDiscreteGaussian(noisy.subarray(at, at + cells), variance, bits);
    at += cells;
  }
  for (let i = 0; i < noisy.length; i++) noisy[i]! += counts[i]!;
  return noisy;
}

/** Standard deviations of the noise by which totals must differ to count as different. */
const surely = 2;

/**
 * Rows of the table as the noisy tables tell: the mean of their totals, each weighted by its precision. A cell that no list has does
 * not count, so tables whose total is surely lower than that of others are left aside.
 */
export function estimateRows(plan: TablePlan, noisy: Int32Array): number {
  const totals = totalsOf(plan, noisy);
  const full = fullColumns(totals);
  let [sum, weights] = [0, 0];
  for (const { columns, total, variance } of totals)
    if (columns.every((column) => full.has(column))) {
      sum += total / variance;
      weights += 1 / variance;
    }
  return Math.max(1, sum / weights);
}

/** Per column the share of the rows that its tables count, 1 where all are: as far as the noisy tables tell. */
export function coverage(plan: TablePlan, noisy: Int32Array, rows: number): Float64Array {
  const totals = totalsOf(plan, noisy).filter(({ columns }) => columns.length === 1);
  const full = fullColumns(totals);
  return Float64Array.from(totals, ({ total }, j) =>
    full.has(j) ? 1 : Math.min(1, Math.max(1 / rows, total / rows)),
  );
}

interface Total {
  readonly columns: readonly number[];
  readonly total: number;
  readonly variance: number;
}

function totalsOf({ tables }: TablePlan, noisy: Int32Array): Total[] {
  let at = 0;
  return tables.map(({ columns, cells, variance }) => {
    const total = noisy.subarray(at, at + cells).reduce((a, b) => a + b, 0);
    at += cells;
    return { columns, total, variance: cells * varianceOf(variance) };
  });
}

/** Columns whose total may be that of all rows. */
function fullColumns(totals: readonly Total[]): ReadonlySet<number> {
  const singles = totals.filter(({ columns }) => columns.length === 1);
  const most = Math.max(...singles.map(({ total, variance }) => total - surely * Math.sqrt(variance)));
  return new Set(
    singles.flatMap(({ columns, total, variance }) =>
      total + surely * Math.sqrt(variance) >= most ? [columns[0]!] : [],
    ),
  );
}
