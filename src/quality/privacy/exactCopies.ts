import { wholeNumber } from "../../language/language.ts";
import { roughPercent } from "../../metrics/formatScore.ts";
import { wilson } from "../../numerics/wilson.ts";
import type { Privacy } from "../../protocol/report.ts";
import type { PrivacyData } from "./privacyData.ts";
import { RowGroups } from "./rowGroups.ts";

/**
 * Synthetic rows equal to a training row in every compared column. The ceiling is the share of holdout rows equal to a training
 * row: rows that repeat in nature are no leak.
 */
export function exactCopies(data: PrivacyData): Privacy["exactCopies"] {
  const { training, synthetic, holdout } = data.all;
  if (data.empty)
    return {
      count: 0,
      share: 0,
      ceiling: null,
      status: "good",
      meaning: "There are no rows and columns that could be compared.",
    };
  const groups = new RowGroups(training.columns, training.rows);
  const count = matches(groups.find(synthetic.columns, synthetic.rows));
  const share = count / synthetic.rows;
  const natural = holdout === null ? null : matches(groups.find(holdout.columns, holdout.rows));
  const ceiling = holdout === null || natural === null ? null : natural / holdout.rows;
  const status = grade(share, natural, holdout?.rows ?? 0);
  return { count, share, ceiling, status, meaning: explain(status, count, share, ceiling) };
}

function matches(found: Int32Array): number {
  let n = 0;
  for (const group of found) n += group >= 0 ? 1 : 0;
  return n;
}

/** A holdout without repeats does not prove that none occur in nature: the ceiling counts with its Wilson interval, within limits. */
function grade(share: number, natural: number | null, holdoutRows: number): "good" | "watch" | "bad" {
  if (share === 0) return "good";
  if (natural === null) return share > 0.01 ? "bad" : "watch";
  const { rate, halfWidth } = wilson(natural, holdoutRows);
  const ceiling = natural / holdoutRows;
  const chance = Math.max(0, rate + halfWidth - ceiling);
  const excess = share - ceiling;
  if (excess <= Math.min(chance, 0.005)) return "good";
  return excess > Math.max(chance, 0.01) ? "bad" : "watch";
}

function explain(
  status: "good" | "watch" | "bad",
  count: number,
  share: number,
  ceiling: number | null,
): string {
  if (count === 0) return "No synthetic row is a copy of a training row.";
  const seen =
    ceiling === null
      ? "there is no holdout to show how many real rows repeat"
      : `${roughPercent(ceiling)} of the holdout rows repeat a training row too`;
  const rows = count === 1 ? "1 synthetic row" : `${wholeNumber(count)} synthetic rows`;
  const found = `${rows} (${roughPercent(share)}) ${count === 1 ? "equals" : "equal"} a training row in every column; ${seen}`;
  if (status === "good") return `${found}, so this is not a leak.`;
  if (status === "watch") return `${found}: look at these rows, and drop them before sharing if in doubt.`;
  return `${found}: the table reveals rows of real people, so do not share it; train with fewer epochs, more rows or a smaller model.`;
}
