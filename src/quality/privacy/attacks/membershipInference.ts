import { roughInterval, roughPercent, roughScore } from "../../../metrics/formatScore.ts";
import { sureLow } from "../../../numerics/wilson.ts";
import type { Attack, Privacy } from "../../../protocol/report.ts";
import { findNearestRows } from "../neighbors/nearestRows.ts";
import { takeMatrixRows } from "../neighbors/rowSpace.ts";
import { buildRowTree } from "../neighbors/rowTree.ts";
import type { PrivacyData } from "../privacyData.ts";
import { attackAuc } from "./attackAuc.ts";

/** Fewer holdout rows than this cannot tell a leak from luck. */
const minRows = 20;

/**
 * Can somebody who holds a record tell from the synthetic table whether it was in the training data? Members are training rows,
 * non-members as many holdout rows. Two attacks:
 *
 * - `distance`: the nearer the closest synthetic row, the likelier a member.
 * - `densityRatio`: p_S(x) / p_ref(x) as in DOMIAS (van Breugel et al., AISTATS 2023), so that a record in a crowded region is
 *   not mistaken for a member. Both densities are nearest-neighbor estimates, p(x) ∝ 1 / d(x)^dim (Loftsgaarden & Quesenberry
 *   1965), so the ratio orders records by log d_ref − log d_S. The reference is the other half of the holdout: each half serves
 *   once as reference and once as non-members.
 */
export async function membershipInference(
  data: PrivacyData,
  progress: (fraction: number) => void,
): Promise<Privacy["membershipInference"]> {
  const holdout = data.holdoutRows;
  if (data.empty || holdout === null || holdout.rows < minRows) return null;
  const { breathe } = data;
  const members = data.memberRows;
  const tree = data.syntheticTree;
  const memberNearest = await findNearestRows(tree, members, { progress: (f) => progress(0.4 * f) }, breathe);
  const otherNearest = await findNearestRows(
    tree,
    holdout,
    { progress: (f) => progress(0.4 + 0.4 * f) },
    breathe,
  );
  const random = data.random.fork("membership");

  const order = random.permutation(holdout.rows);
  const half = holdout.rows >> 1;
  const memberRatio = new Float64Array(members.rows);
  const otherRatio = new Float64Array(holdout.rows);
  for (const [others, reference] of [
    [order.slice(0, half), order.slice(half, 2 * half)],
    [order.slice(half), order.slice(0, half)],
  ] as const) {
    const density = buildRowTree(takeMatrixRows(holdout, reference));
    const fromOthers = await findNearestRows(density, takeMatrixRows(holdout, others), {}, breathe);
    const fromMembers = await findNearestRows(density, takeMatrixRows(members, others), {}, breathe);
    others.forEach((row, i) => {
      otherRatio[row] = ratio(fromOthers.distance[i]!, otherNearest.distance[row]!);
      memberRatio[row] = ratio(fromMembers.distance[i]!, memberNearest.distance[row]!);
    });
    await breathe();
  }

  const attacks = [
    {
      name: "distance" as const,
      ...attackAuc(
        memberNearest.distance.map((x) => -x),
        otherNearest.distance.map((x) => -x),
        random.fork("distance"),
      ),
    },
    { name: "densityRatio" as const, ...attackAuc(memberRatio, otherRatio, random.fork("density")) },
  ];
  progress(1);
  const { name: _, ...strongest } = attacks[0]!.auc >= attacks[1]!.auc ? attacks[0]! : attacks[1]!;
  const status = attacks
    .map((attack) => gradeAttack(attack, holdout.rows))
    .reduce((a, b) => (statusRank[a] > statusRank[b] ? a : b));
  return { ...strongest, attacks, status, meaning: explainMembership(status, strongest) };
}

const statusRank = { good: 0, watch: 1, bad: 2 } as const;
/** Log-ratio guard: below a millionth of one column's range two rows count as equal. */
const ratioGuard = 1e-6;

function ratio(reference: number, synthetic: number): number {
  return Math.log(reference + ratioGuard) - Math.log(synthetic + ratioGuard);
}

/** The true-positive rate at 1 % false positives says something once a few false positives are allowed. */
const minRowsForTpr = 300;

/** Judges an attack by what it surely reaches against `others` non-members. */
export function gradeAttack(attack: Attack, others: number): "good" | "watch" | "bad" {
  const auc = sureLow(attack.auc, attack.aucInterval);
  const tpr = others < minRowsForTpr ? 0 : sureLow(attack.tprAt1Fpr, attack.tprInterval);
  if (auc > 0.55 || tpr > 0.05) return "bad";
  return auc > 0.505 || tpr > 0.015 ? "watch" : "good";
}

/** One plain sentence on the stronger attack; where its 95 % interval excludes guessing it says so. */
export function explainMembership(status: "good" | "watch" | "bad", attack: Attack): string {
  const seen = `The better of two attacks that guess who was in the training data reaches ${roughScore(attack.auc)} (0.50 is guessing) and, allowed 1 % false alarms, finds ${roughPercent(attack.tprAt1Fpr)} of the members`;
  const range = roughInterval(attack.aucInterval, roughScore);
  if (status === "good" && attack.aucInterval[0] > 0.5)
    return `${seen}: slightly better than guessing (${range}), too little to act on.`;
  if (status === "good" && attack.tprInterval[0] > 0.01)
    return `${seen}: finds a few more members than guessing would (${roughInterval(attack.tprInterval, roughPercent)}), too few to act on.`;
  if (status === "good")
    return `${seen}: no better than guessing (${range}), so nobody can tell who was in the data.`;
  if (status === "watch") return `${seen}: a small leak, so share with care and rather train a little less.`;
  return `${seen}: an attacker can tell who was in the data, so do not share this table; train for fewer epochs, on more rows or with a smaller model.`;
}
