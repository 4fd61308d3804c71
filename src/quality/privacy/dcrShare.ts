import { z95 } from "../../numerics/wilson.ts";
import type { NearestRows } from "./neighbors/nearestRows.ts";

export interface DcrShareEstimate {
  /** Share of synthetic rows nearer to training than to holdout rows as if both sides had the same size; 0.5 is chance. */
  readonly share: number;
  readonly interval: readonly [number, number];
  /** P(d_training < d_holdout) against training subsamples as large as the holdout, mean over all of them. */
  readonly strictlyNearer: number;
}

/**
 * The DCR share of a synthetic table against n training and m ≤ n holdout rows.
 *
 * `share`: each synthetic row votes for the side of its nearest real row; rows tied for nearest split the vote. A model that knows
 * nothing special of its training rows gives them n / (n + m) of the votes. A training vote therefore counts m / n: chance is
 * exactly 0.5 whatever the sizes and ties, a copy of the training table 1, and with n = m it is the plain share.
 *
 * Its interval takes synthetic rows with the same nearest holdout row as one observation, since they stand and fall with it.
 *
 * `strictlyNearer`: with c training rows nearer than the nearest holdout row, a random training subsample of m rows misses them
 * all with probability Π_{j<c} (n − m − j) / (n − j); this is SDMetrics' figure without the noise of drawing one subsample.
 *
 * @param toTraining searched with `radius` = `toHoldout.distance`
 * @param toHoldout searched with `ties`
 */
export function dcrShare(
  toTraining: NearestRows,
  toHoldout: NearestRows,
  n: number,
  m: number,
): DcrShareEstimate {
  const rows = toTraining.distance.length;
  const missed = missProbabilities(n, m);
  const vote = new Float64Array(rows);
  let votes = 0;
  let strict = 0;
  for (let i = 0; i < rows; i++) {
    const nearer = toTraining.nearer![i]!;
    const asNear = toTraining.asNear![i]!;
    vote[i] = nearer > 0 ? 1 : asNear / (asNear + toHoldout.ties![i]!);
    votes += vote[i]!;
    strict += 1 - missed(nearer);
  }
  const raw = votes / rows;
  const halfWidth = z95 * clusteredError(vote, raw, toHoldout.index);
  return {
    share: equalSizes(raw, n, m),
    interval: [
      equalSizes(Math.max(0, raw - halfWidth), n, m),
      equalSizes(Math.min(1, raw + halfWidth), n, m),
    ],
    strictlyNearer: strict / rows,
  };
}

/** A training vote counts m / n. */
function equalSizes(raw: number, n: number, m: number): number {
  if (raw >= 1) return 1;
  const training = (raw * m) / n;
  return training / (training + 1 - raw);
}

/** Standard error of the mean of `x` when rows of one cluster move together; never below that of a single coin. */
function clusteredError(x: Float64Array, mean: number, cluster: Uint32Array): number {
  const totals = new Map<number, number>();
  for (let i = 0; i < x.length; i++) totals.set(cluster[i]!, (totals.get(cluster[i]!) ?? 0) + x[i]! - mean);
  let squares = 0.25;
  for (const total of totals.values()) squares += total * total;
  return Math.sqrt(squares) / x.length;
}

function missProbabilities(n: number, m: number): (nearer: number) => number {
  const table = [1];
  return (nearer) => {
    while (table.length <= nearer && table[table.length - 1]! > 0) {
      const j = table.length - 1;
      table.push((table[j]! * Math.max(0, n - m - j)) / (n - j));
    }
    return table[nearer] ?? 0;
  };
}
