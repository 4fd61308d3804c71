import { roughInterval, roughScore } from "../../../metrics/formatScore.ts";
import { decidingInterval } from "../../../metrics/metricCard.ts";
import { Random } from "../../../numerics/random.ts";
import type { Measured } from "../../../protocol/metric.ts";
import type { Attack } from "../../../protocol/report.ts";
import type { Measure } from "../../measure.ts";
import { attackAuc } from "../attacks/attackAuc.ts";
import { gradeAttack } from "../attacks/membershipInference.ts";
import { attackedRows } from "./attackedRows.ts";

/**
 * Somebody holds the model file and a record: the likelier the record under the model, the likelier it was a training row (Yeom et
 * al., CSF 2018, with the likelihood as the loss). Area under the ROC of training rows against as many held-out ones. It is about
 * the file, not about the table, so it never lowers the verdict of the table to poor.
 */
export const modelLikelihood: Measure = async ({ input }): Promise<Measured | null> => {
  const rows = attackedRows(input);
  if (rows === null) return null;
  const random = new Random(input.seed).fork("model likelihood");
  const [members, others] = [
    await rows.model.logLikelihood(rows.members),
    await rows.model.logLikelihood(rows.others),
  ];
  const { auc, aucInterval, ...rest } = attackAuc(members, others, random);
  const good = gradeAttack({ auc, aucInterval, ...rest }, others.length) === "good";
  const interval = decidingInterval(auc, aucInterval);
  return {
    value: auc,
    ceiling: null,
    interval,
    status: good ? "good" : "watch",
    meaning: explainLikelihood(good ? "good" : "watch", { auc, aucInterval }),
  };
};

/** One plain sentence on the attack; where its 95 % interval excludes guessing it says so. */
export function explainLikelihood(
  status: "good" | "watch",
  { auc, aucInterval }: Pick<Attack, "auc" | "aucInterval">,
): string {
  const seen = `A person who has the model file and a record can guess whether it was a training row with an AUC of ${roughScore(auc)} (0.50 is guessing; ${roughInterval(aucInterval, roughScore)})`;
  if (status === "watch")
    return `${seen}: the file remembers rows, so share the table and keep the model file; train on more rows or with fewer states or epochs.`;
  return aucInterval[0] > 0.5
    ? `${seen}: slightly better than guessing, too little to act on.`
    : `${seen}: no clear leak.`;
}
