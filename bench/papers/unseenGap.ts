import { Random } from "../../src/numerics/random.ts";
import { assessDetection } from "../../src/quality/fidelity/assessDetection.ts";
import { concatTables } from "../../src/table/concat.ts";
import { takeRows } from "../../src/table/table.ts";
import { type PaperTable, qualityInput, synthesize } from "./measureTable.ts";

/**
 * Whether synthetic rows are more like training rows than like unseen ones: a model is fitted to one half of all rows, and the detector
 * tells its rows from that half and from the other. `gap`: mean of AUC(unseen) − AUC(training), with its standard error.
 */
export async function unseenGap(table: PaperTable, splits: number): Promise<Record<string, string>> {
  const all = concatTables([table.train, table.test]);
  const half = Math.floor(all.rows / 2);
  const gaps: number[] = [];
  for (let split = 1; split <= splits; split++) {
    const order = new Random(split).fork("halves").permutation(all.rows);
    const train = takeRows(all, order.subarray(0, half));
    const unseen = takeRows(all, order.subarray(half, 2 * half));
    const synthetic = await synthesize(train, table.specs, { seed: split });
    const areas: number[] = [];
    for (const against of [train, unseen]) {
      const input = qualityInput({ ...table, train: against }, synthetic, split);
      const { boosting } = await assessDetection({ ...input, holdout: null });
      areas.push(boosting?.auc ?? Number.NaN);
    }
    gaps.push(areas[1]! - areas[0]!);
    console.log(`  split ${split}: AUC ${areas[0]!.toFixed(4)} training, ${areas[1]!.toFixed(4)} unseen`);
  }
  const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
  const variance = gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, gaps.length - 1);
  return {
    unseenGap: `${mean.toFixed(4)} ± ${Math.sqrt(variance / gaps.length).toFixed(4)} (standard error)`,
  };
}
