import type { Privacy } from "../../protocol/report.ts";
import { type DcrShareEstimate, dcrShare } from "./dcrShare.ts";
import { findNearestRows, type NearestRows } from "./nearestRows.ts";
import { percent, score } from "./plain.ts";
import type { PrivacyData } from "./privacyData.ts";
import { randomRows } from "./randomRows.ts";
import { buildRowTree } from "./rowTree.ts";

/** Random rows that stand for "no information at all". They are far from everything, so each costs a full scan. */
export const RANDOM_ROWS = 500;
const BINS = 40;
const NNDR_PERCENTILE = 0.05;
const NNDR_GUARD = 1e-8;

export type ClosestRecords = Pick<
  Privacy,
  "dcr" | "dcrShare" | "dcrOverfittingProtection" | "dcrBaselineProtection" | "nndr"
>;

/** Everything that follows from the distances to the closest records (SDMetrics' row distance, mean over columns). */
export async function closestRecords(
  data: PrivacyData,
  progress: (fraction: number) => void,
): Promise<ClosestRecords> {
  if (data.empty)
    return {
      dcr: null,
      dcrShare: null,
      dcrOverfittingProtection: null,
      dcrBaselineProtection: null,
      nndr: null,
    };
  const { pace } = data;
  const d = data.columns.length;
  const holdoutRows = data.holdoutRows;

  const toHoldout =
    holdoutRows === null
      ? null
      : await findNearestRows(buildRowTree(holdoutRows), data.syntheticRows, { ties: true }, pace, (f) =>
          progress(0.25 * f),
        );
  const toTraining = await findNearestRows(
    data.trainingTree,
    data.syntheticRows,
    toHoldout === null
      ? { second: true }
      : {
          second: true,
          radius: toHoldout.distance,
          enough: enoughRows(data.training.rows, holdoutRows!.rows),
        },
    pace,
    (f) => progress(0.25 + 0.5 * f),
  );
  const holdoutToTraining =
    holdoutRows === null
      ? null
      : await findNearestRows(data.trainingTree, holdoutRows, { second: true }, pace);
  progress(0.8);
  const random = await findNearestRows(data.trainingTree, randomRows(data, RANDOM_ROWS), {}, pace, (f) =>
    progress(0.8 + 0.2 * f),
  );

  const share =
    toHoldout === null || holdoutRows === null
      ? null
      : dcrShare(toTraining, toHoldout, data.training.rows, holdoutRows.rows);
  const medianTraining = median(toTraining.distance) / d;
  const medianHoldout = toHoldout === null ? null : median(toHoldout.distance) / d;
  const medianNatural = holdoutToTraining === null ? null : median(holdoutToTraining.distance) / d;
  return {
    dcr: {
      ...histograms(toTraining.distance, toHoldout?.distance ?? null, holdoutToTraining?.distance ?? null, d),
      median: {
        syntheticToTraining: medianTraining,
        syntheticToHoldout: medianHoldout,
        holdoutToTraining: medianNatural,
      },
      rows: {
        synthetic: data.synthetic.rows,
        training: data.training.rows,
        holdout: holdoutRows?.rows ?? null,
        sampled: data.sampled,
      },
    },
    dcrShare: share === null ? null : explainShare(share),
    dcrOverfittingProtection: share === null ? null : explainOverfitting(share),
    dcrBaselineProtection: baseline(medianTraining, medianNatural, median(random.distance) / d),
    nndr: nndr(toTraining, holdoutToTraining, data.training.rows),
  };
}

/** Beyond this many nearer training rows a subsample of holdout size misses them all with probability under 1e-12. */
function enoughRows(training: number, holdout: number): number {
  const kept = 1 - holdout / training;
  return kept <= 0 ? 1 : Math.ceil(Math.log(1e-12) / Math.log(kept)) + 1;
}

function explainShare(share: DcrShareEstimate): Privacy["dcrShare"] {
  const low = share.interval[0];
  const status = low > 0.55 ? "bad" : low > 0.5 && share.share > 0.52 ? "watch" : "good";
  const seen = `${percent(share.share)} of synthetic rows lie nearer to a training row than to a row the model never saw (50 % would be chance)`;
  return {
    value: share.share,
    interval: share.interval,
    status,
    meaning:
      status === "good"
        ? `${seen}: the model does not lean on its training rows.`
        : status === "watch"
          ? `${seen}: a slight pull towards the training rows, so watch the attacks below before sharing.`
          : `${seen}: the model repeats its training rows, so train for fewer epochs, on more rows or with a smaller model.`,
  };
}

function explainOverfitting(share: DcrShareEstimate): Privacy["dcrOverfittingProtection"] {
  const value = Math.min(2 * (1 - share.strictlyNearer), 1);
  const chance = value >= 0.96 || share.interval[0] <= 0.5;
  const status = chance ? "good" : value >= 0.9 ? "watch" : "bad";
  return {
    value,
    ceiling: null,
    note: "expected over all training subsamples as large as the holdout",
    status,
    meaning:
      status === "good"
        ? "Synthetic rows are no closer to the training rows than to unseen real ones, as it should be."
        : `Too many synthetic rows are closer to training rows than to unseen real ones (${score(value)}, 1 is best)${
            status === "bad"
              ? ": the model has overfitted, so stop training earlier or give it more rows."
              : ": keep an eye on it as you train longer."
          }`,
  };
}

function baseline(
  synthetic: number,
  natural: number | null,
  random: number,
): Privacy["dcrBaselineProtection"] {
  const value = random > 0 ? Math.min(synthetic / random, 1) : null;
  const ceiling = random > 0 && natural !== null ? Math.min(natural / random, 1) : null;
  const status =
    value === null || (ceiling !== null ? value >= 0.8 * ceiling : value >= 0.1)
      ? "good"
      : (ceiling !== null ? value >= 0.5 * ceiling : value >= 0.02)
        ? "watch"
        : "bad";
  const reached = ceiling === null ? "" : `; unseen real rows reach ${score(ceiling)}`;
  return {
    value,
    ceiling,
    note: `median distance over that of ${RANDOM_ROWS} random rows`,
    status,
    meaning:
      value === null
        ? "Even random rows equal training rows here, so this comparison says nothing."
        : status === "good"
          ? `A synthetic row keeps ${score(value)} of the distance that a random row has from the training rows${reached}: no closer than real rows are to each other.`
          : `A synthetic row keeps only ${score(value)} of the distance that a random row has from the training rows${reached}: rows are being imitated, so use fewer epochs or a smaller model.`,
  };
}

/**
 * Nearest-neighbour distance ratio d₁/d₂: near 0 where a synthetic row clings to one training row. Reported is the 5th
 * percentile, for synthetic and for holdout rows.
 */
function nndr(toTraining: NearestRows, natural: NearestRows | null, trainingRows: number): Privacy["nndr"] {
  if (trainingRows < 2) return null;
  const value = quantile(ratios(toTraining), NNDR_PERCENTILE);
  const ceiling = natural === null ? null : quantile(ratios(natural), NNDR_PERCENTILE);
  const reference = ceiling ?? 0.5;
  const status = value >= reference * 0.8 ? "good" : value >= reference * 0.5 ? "watch" : "bad";
  const compared = ceiling === null ? "" : `, unseen real rows ${score(ceiling)}`;
  return {
    value,
    ceiling,
    note: "5th percentile of nearest over second-nearest distance",
    status,
    meaning:
      status === "good"
        ? `Synthetic rows do not cling to single training rows: the most suspicious 5 % have a distance ratio of at most ${score(value)}${compared}.`
        : `The most suspicious 5 % of synthetic rows sit far closer to one training row than to any other (ratio ${score(value)}${compared}): single people may be imitated, so drop those rows or train less.`,
  };
}

function ratios(nearest: NearestRows): Float64Array {
  return nearest.distance.map((first, i) => (first + NNDR_GUARD) / (nearest.second![i]! + NNDR_GUARD));
}

function histograms(
  training: Float64Array,
  holdout: Float64Array | null,
  natural: Float64Array | null,
  columns: number,
) {
  let top = 0;
  for (const side of [training, holdout, natural])
    if (side !== null) for (const x of side) if (x > top) top = x;
  top = top > 0 ? top / columns : 1;
  const bin = (distances: Float64Array) => {
    const counts = new Array<number>(BINS).fill(0);
    for (const x of distances) counts[Math.min(BINS - 1, Math.floor((x / columns / top) * BINS))]!++;
    return counts;
  };
  return {
    edges: Array.from({ length: BINS + 1 }, (_, i) => (i / BINS) * top),
    syntheticToTraining: bin(training),
    syntheticToHoldout: holdout === null ? null : bin(holdout),
    holdoutToTraining: natural === null ? null : bin(natural),
  };
}

function median(values: Float64Array): number {
  return quantile(values, 0.5);
}

/** Linear interpolation between order statistics, NumPy's default. */
function quantile(values: Float64Array, q: number): number {
  const sorted = values.slice().sort();
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}
