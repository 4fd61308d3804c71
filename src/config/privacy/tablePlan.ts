import { rhoOf } from "./accounting.ts";
import type { DomainColumn } from "./domain.ts";
import type { PrivacyConfig } from "./privacySchema.ts";

/** One table that is counted: of one column, or of two; with the variance of the noise in each of its cells. */
export interface PlannedTable {
  /** Numbers of the columns, ascending. */
  readonly columns: readonly [number] | readonly [number, number];
  readonly cells: number;
  /** σ² = numerator / denominator, whole numbers: the noise is exact. */
  readonly variance: Variance;
}

export interface Variance {
  readonly numerator: number;
  readonly denominator: number;
}

export interface TablePlan {
  readonly tables: readonly PlannedTable[];
  /** ρ of zero-concentrated differential privacy that the tables spend together. */
  readonly rho: number;
  readonly cells: number;
}

/** Share of ρ for the tables of one column; the rest is for pairs. */
const oneWayShare = 0.25;
/** Weight of a pair with the target, beside 1 of any other. */
const targetWeight = 4;
/** From more columns on, not every pair is counted. */
const maxColumnsForAllPairs = 64;
/** Pairs of each column with the next ones in a ring, where not all are counted. */
const ringReach = 8;

export interface TablePlanOptions {
  /** Without pairs: columns are taken as independent. */
  readonly pairs: boolean;
  readonly target?: string | undefined;
  /** ρ to spend; what (ε, δ) allows when left out. */
  readonly rho?: number;
}

/**
 * Which tables are counted, and with how much noise: a row (or the `maxRowsPerUnit` rows of a unit, all in one cell at worst) changes
 * every table by at most that many, so table t of variance σ² spends m²/2σ² (Canonne, Kamath & Steinke 2020, theorem 4).
 */
export function planTables(
  columns: readonly DomainColumn[],
  privacy: PrivacyConfig,
  { pairs, target, rho = rhoOf(privacy.epsilon, privacy.delta) }: TablePlanOptions,
): TablePlan {
  const chosen = pairs ? chosenPairs(columns, target) : [];
  const oneWay = chosen.length === 0 ? rho : rho * oneWayShare;
  const weightOf = ([a, b]: readonly [number, number]) =>
    columns[a]!.name === target || columns[b]!.name === target ? targetWeight : 1;
  const total = chosen.reduce((sum, pair) => sum + weightOf(pair), 0);
  const squared = (privacy.unit === "row" ? 1 : privacy.maxRowsPerUnit) ** 2;
  const single = wholeVariance((squared * columns.length) / (2 * oneWay));
  const tables: PlannedTable[] = columns.map(({ size }, j) => ({
    columns: [j],
    cells: size,
    variance: single,
  }));
  for (const pair of chosen) {
    const share = ((rho - oneWay) * weightOf(pair)) / total;
    const [a, b] = pair;
    tables.push({
      columns: pair,
      cells: columns[a]!.size * columns[b]!.size,
      variance: wholeVariance(squared / (2 * share)),
    });
  }
  return {
    tables,
    rho: tables.reduce((sum, { variance }) => sum + squared / (2 * varianceOf(variance)), 0),
    cells: tables.reduce((sum, { cells }) => sum + cells, 0),
  };
}

export function varianceOf({ numerator, denominator }: Variance): number {
  return numerator / denominator;
}

/** The variance as a fraction of whole numbers, rounded up by at most a thousandth: less noise would break the bound. */
export function wholeVariance(variance: number): Variance {
  let denominator = 1;
  while (variance * denominator < 1000 && denominator < 2 ** 20) denominator *= 2;
  return { numerator: Math.ceil(variance * denominator), denominator };
}

/** All pairs; of very many columns those with the target, and of each column with the next ones in a ring, which connects all. */
function chosenPairs(columns: readonly DomainColumn[], target: string | undefined): [number, number][] {
  const n = columns.length;
  const pairs: [number, number][] = [];
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++) {
      const near = Math.min(b - a, n - (b - a)) <= ringReach;
      const targeted = columns[a]!.name === target || columns[b]!.name === target;
      if (n <= maxColumnsForAllPairs || near || targeted) pairs.push([a, b]);
    }
  return pairs;
}
