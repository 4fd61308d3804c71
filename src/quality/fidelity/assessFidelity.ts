import { makeBreathe, partOf } from "../../numerics/breathe.ts";
import { Random } from "../../numerics/random.ts";
import type { Fidelity } from "../../protocol/report.ts";
import { meanOf } from "../finite.ts";
import type { QualityInput } from "../input.ts";
import { measureAccuracy } from "./accuracy.ts";
import { alphaPrecisionBetaRecall } from "./alphaBeta.ts";
import { summarizePairs } from "./columnPairTrends.ts";
import { compareColumn } from "./comparedColumn.ts";
import { comparePairs } from "./comparePairs.ts";
import { weightedNmiSimilarity } from "./wnmis.ts";

/** Everything about fidelity that needs no learner and no plot. */
export type FidelityWithoutDetection = Omit<Fidelity, "detection" | "joint">;

/**
 * Compares synthetic with real rows (and holdout with real rows, the ceiling) column by column, pair by pair and as a whole.
 *
 * @throws the signal's reason when aborted
 */
export async function assessFidelity(input: QualityInput): Promise<FidelityWithoutDetection> {
  const breathe = makeBreathe(input.signal, input.progress);
  const columns = [];
  for (let i = 0; i < input.columns.length; i++) {
    const column = compareColumn(input, i);
    if (column !== null) columns.push(column);
    await breathe((0.3 * (i + 1)) / input.columns.length);
  }
  const random = new Random(input.seed).fork("pairs");
  const pairs = await comparePairs(columns, random, partOf(breathe, 0.3, 0.55));
  const accuracy = await measureAccuracy(
    columns.map((c) => c.frequencyBins),
    input.seed,
    (fraction) => breathe(0.55 + 0.2 * fraction),
  );
  const columnShapes = {
    score: meanOf(columns.map((c) => c.shape.score)),
    ceiling: meanOf(columns.map((c) => c.shape.ceiling)),
    columns: columns.map((c) => c.shape),
  };
  const columnPairTrends = summarizePairs(pairs);
  const { alphaPrecision, betaRecall } = await alphaPrecisionBetaRecall(input, (fraction) =>
    breathe(0.75 + 0.25 * fraction),
  );
  return {
    score: meanOf([columnShapes.score, columnPairTrends.score]),
    scoreAllPairs: meanOf([columnShapes.score, columnPairTrends.scoreAllPairs]),
    columnShapes,
    columnPairTrends,
    coverage: columns.map((c) => c.coverage),
    accuracy,
    wnmis: weightedNmiSimilarity(pairs.drawn.map((p) => p.information)),
    alphaPrecision,
    betaRecall,
  };
}
