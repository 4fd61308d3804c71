import { roughInterval, roughPercent, roughScore } from "../../metrics/formatScore.ts";
import { median } from "../../numerics/quantile.ts";
import { sureLow } from "../../numerics/wilson.ts";
import type { Privacy } from "../../protocol/report.ts";
import { dcrBaseline } from "./dcrBaseline.ts";
import { type DcrShareEstimate, dcrShare } from "./dcrShare.ts";
import { findNearestRows, type NearestRows } from "./neighbors/nearestRows.ts";
import { randomRows } from "./neighbors/randomRows.ts";
import { buildRowTree } from "./neighbors/rowTree.ts";
import { nndr } from "./nndr.ts";
import type { PrivacyData } from "./privacyData.ts";

/** Random rows that stand for "no information at all". They are far from everything, so each costs a full scan. */
const randomRowCount = 500;
const binCount = 40;

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
  const distances = await measure(data, progress);
  const { toTraining, toHoldout, holdoutToTraining, random } = distances;
  const holdout = data.holdoutRows;
  const share =
    toHoldout === null || holdout === null
      ? null
      : dcrShare(toTraining, toHoldout, data.training.rows, holdout.rows);
  return {
    dcr: summary(data, distances),
    dcrShare: share === null ? null : explainShare(share),
    dcrOverfittingProtection: share === null ? null : explainOverfitting(share),
    dcrBaselineProtection: dcrBaseline(
      toTraining.distance,
      holdoutToTraining?.distance ?? null,
      random.distance,
    ),
    nndr: nndr(toTraining, holdoutToTraining, data.training.rows),
  };
}

interface Distances {
  readonly toTraining: NearestRows;
  readonly toHoldout: NearestRows | null;
  readonly holdoutToTraining: NearestRows | null;
  /** From random rows to training rows. */
  readonly random: NearestRows;
}

async function measure(data: PrivacyData, progress: (fraction: number) => void): Promise<Distances> {
  const { breathe, holdoutRows } = data;
  const toHoldout =
    holdoutRows === null
      ? null
      : await findNearestRows(
          buildRowTree(holdoutRows),
          data.syntheticRows,
          { ties: true, progress: (f) => progress(0.25 * f) },
          breathe,
        );
  const toTraining = await findNearestRows(
    data.trainingTree,
    data.syntheticRows,
    {
      second: true,
      ...(toHoldout !== null && {
        radius: toHoldout.distance,
        enough: enoughRows(data.training.rows, holdoutRows!.rows),
      }),
      progress: (f) => progress(0.25 + 0.5 * f),
    },
    breathe,
  );
  const holdoutToTraining =
    holdoutRows === null
      ? null
      : await findNearestRows(data.trainingTree, holdoutRows, { second: true }, breathe);
  progress(0.8);
  const random = await findNearestRows(
    data.trainingTree,
    randomRows(data, randomRowCount),
    { progress: (f) => progress(0.8 + 0.2 * f) },
    breathe,
  );
  return { toTraining, toHoldout, holdoutToTraining, random };
}

function summary(
  data: PrivacyData,
  { toTraining, toHoldout, holdoutToTraining }: Distances,
): ClosestRecords["dcr"] {
  const d = data.columns.length;
  const medianOf = (rows: NearestRows | null) => (rows === null ? null : median(rows.distance) / d);
  return {
    ...histograms(toTraining.distance, toHoldout?.distance ?? null, holdoutToTraining?.distance ?? null, d),
    median: {
      syntheticToTraining: median(toTraining.distance) / d,
      syntheticToHoldout: medianOf(toHoldout),
      holdoutToTraining: medianOf(holdoutToTraining),
    },
    rows: {
      synthetic: data.synthetic.rows,
      training: data.training.rows,
      holdout: data.holdoutRows?.rows ?? null,
      sampled: data.sampled,
    },
  };
}

/** Beyond this many nearer training rows a subsample of holdout size misses them all with probability under 1e-12. */
function enoughRows(training: number, holdout: number): number {
  const kept = 1 - holdout / training;
  return kept <= 0 ? 1 : Math.ceil(Math.log(1e-12) / Math.log(kept)) + 1;
}

/** Says where the synthetic rows lean; where the 95 % interval excludes chance the sentence says so. */
export function explainShare(share: Pick<DcrShareEstimate, "share" | "interval">): Privacy["dcrShare"] {
  const low = sureLow(share.share, share.interval);
  const status = low > 0.55 ? "bad" : low > 0.5 && share.share > 0.52 ? "watch" : "good";
  const seen = `${roughPercent(share.share)} of synthetic rows lie nearer to a training row than to a row the model never saw (50 % would be chance)`;
  return {
    value: share.share,
    interval: share.interval,
    status,
    meaning:
      status === "good"
        ? share.interval[0] > 0.5
          ? `${seen}: slightly more than chance (${roughInterval(share.interval, roughPercent)}), too little to act on.`
          : `${seen}: the model does not favor its training rows.`
        : status === "watch"
          ? `${seen}: slightly too close to the training rows, so check the attacks below before sharing.`
          : `${seen}: the model repeats its training rows, so train for fewer epochs, on more rows or with a smaller model.`,
  };
}

/** Says whether synthetic rows lie closer to training than to unseen rows; judged only where the interval of the share excludes chance. */
export function explainOverfitting(share: DcrShareEstimate): Privacy["dcrOverfittingProtection"] {
  const value = Math.min(2 * (1 - share.strictlyNearer), 1);
  const chance = value >= 0.96 || sureLow(share.share, share.interval) <= 0.5;
  const status = chance ? "good" : value >= 0.9 ? "watch" : "bad";
  return {
    value,
    ceiling: null,
    note: "expected over all training subsamples as large as the holdout",
    status,
    meaning:
      status === "good"
        ? "Synthetic rows are no closer to the training rows than to unseen real ones, as it should be."
        : `Too many synthetic rows are closer to training rows than to unseen real ones (${roughScore(value)}, 1 is best)${
            status === "bad"
              ? ": the model has overfitted, so stop training earlier or give it more rows."
              : ": check it again if you train longer."
          }`,
  };
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
    const counts = new Array<number>(binCount).fill(0);
    for (const x of distances) counts[Math.min(binCount - 1, Math.floor((x / columns / top) * binCount))]!++;
    return counts;
  };
  return {
    edges: Array.from({ length: binCount + 1 }, (_, i) => (i / binCount) * top),
    syntheticToTraining: bin(training),
    syntheticToHoldout: holdout === null ? null : bin(holdout),
    holdoutToTraining: natural === null ? null : bin(natural),
  };
}
