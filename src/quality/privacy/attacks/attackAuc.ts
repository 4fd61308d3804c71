import type { Random } from "../../../numerics/random.ts";
import type { Attack } from "../../../protocol/report.ts";

const resampleCount = 200;
const maxFalsePositives = 0.01;

/**
 * How well a score tells members from non-members: area under the ROC (ties count half) and the true-positive rate at 1 % false
 * positives (ties with the threshold are not counted: the attacker cannot split them), each with a 95 % percentile bootstrap over
 * both sides.
 *
 * @param members scores, higher = more likely a member; not empty
 * @param others scores of non-members; not empty
 */
export function attackAuc(members: Float64Array, others: Float64Array, random: Random): Attack {
  const levels = rankLevels(members, others);
  const memberCounts = new Float64Array(levels.count);
  const otherCounts = new Float64Array(levels.count);
  for (const level of levels.members) memberCounts[level]!++;
  for (const level of levels.others) otherCounts[level]!++;
  const point = measure(memberCounts, otherCounts, members.length, others.length);

  const aucs = new Float64Array(resampleCount);
  const tprs = new Float64Array(resampleCount);
  for (let b = 0; b < resampleCount; b++) {
    resample(levels.members, memberCounts, random);
    resample(levels.others, otherCounts, random);
    const drawn = measure(memberCounts, otherCounts, members.length, others.length);
    aucs[b] = drawn.auc;
    tprs[b] = drawn.tpr;
  }
  return {
    auc: point.auc,
    aucInterval: percentiles(aucs),
    tprAt1Fpr: point.tpr,
    tprInterval: percentiles(tprs),
  };
}

/** Each score's place among the distinct scores, 0 = highest. */
function rankLevels(members: Float64Array, others: Float64Array) {
  const all = new Float64Array(members.length + others.length);
  all.set(members);
  all.set(others, members.length);
  const distinct = all.slice().sort().reverse();
  let count = 0;
  for (let i = 0; i < distinct.length; i++)
    if (count === 0 || distinct[i] !== distinct[count - 1]) distinct[count++] = distinct[i]!;
  const levelOf = (score: number) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (distinct[mid]! > score) low = mid + 1;
      else high = mid;
    }
    return low;
  };
  return {
    count,
    members: Uint32Array.from(members, levelOf),
    others: Uint32Array.from(others, levelOf),
  };
}

function measure(members: Float64Array, others: Float64Array, m: number, n: number) {
  let area = 0;
  let truePositives = 0;
  let falsePositives = 0;
  let tpr = 0;
  const allowed = maxFalsePositives * n;
  for (let level = 0; level < members.length; level++) {
    area += others[level]! * (truePositives + members[level]! / 2);
    truePositives += members[level]!;
    falsePositives += others[level]!;
    if (falsePositives <= allowed) tpr = truePositives / m;
  }
  return { auc: area / (m * n), tpr };
}

function resample(levels: Uint32Array, counts: Float64Array, random: Random): void {
  counts.fill(0);
  for (let i = 0; i < levels.length; i++) counts[levels[random.below(levels.length)]!]!++;
}

function percentiles(values: Float64Array): readonly [number, number] {
  values.sort();
  const last = values.length - 1;
  return [values[Math.round(last * 0.025)]!, values[Math.round(last * 0.975)]!];
}
