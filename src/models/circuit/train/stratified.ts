import type { Random } from "../../../numerics/random.ts";

/** Rows in groups: group g holds rows `members[first[g] … first[g + 1] − 1]`. */
export interface RowGroups {
  readonly first: Int32Array;
  readonly members: Int32Array;
}

/** The rows of each state, in row order. */
export function groupRows(states: Int32Array, groups: number): RowGroups {
  const first = new Int32Array(groups + 1);
  for (const s of states) first[s + 1]!++;
  for (let g = 0; g < groups; g++) first[g + 1]! += first[g]!;
  const at = first.slice();
  const members = new Int32Array(states.length);
  for (let i = 0; i < states.length; i++) members[at[states[i]!]!++] = i;
  return { first, members };
}

/**
 * Systematic sampling: gives every row of every group an outcome 0 … outcomes − 1. Each row has exactly the probabilities
 * of its group, and the count of each outcome in a group differs from its expectation by less than one, where
 * independent draws would scatter by its square root. Which row of the group gets which outcome is random.
 *
 * @param weights outcome-major within a group: `weight(g, k)`; a group's weights need not sum to 1
 */
export function drawStratified(
  groups: RowGroups,
  outcomes: number,
  weight: (group: number, outcome: number) => number,
  random: Random,
): Int32Array {
  const { first, members } = groups;
  const out = new Int32Array(members.length);
  for (let g = 0; g + 1 < first.length; g++) {
    const start = first[g]!;
    const size = first[g + 1]! - start;
    if (size === 0) continue;
    let total = 0;
    for (let k = 0; k < outcomes; k++) total += weight(g, k);
    const step = total / size;
    let mark = random.uniform() * step;
    let reached = 0;
    let k = -1;
    let last = 0;
    // Outcomes in order, marks evenly spaced; the row order is shuffled as we go (inside-out).
    for (let i = 0; i < size; i++, mark += step) {
      while (reached <= mark && k < outcomes - 1) {
        k++;
        const w = weight(g, k);
        reached += w;
        if (w > 0) last = k;
      }
      const j = random.below(i + 1);
      out[start + i] = out[start + j]!;
      out[start + j] = last;
    }
  }
  const byRow = new Int32Array(members.length);
  for (let i = 0; i < members.length; i++) byRow[members[i]!] = out[i]!;
  return byRow;
}
