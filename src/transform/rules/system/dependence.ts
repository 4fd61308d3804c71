/** Rows looked at, at most, and those below which nothing is said. */
const maxRows = 2000;
const minRows = 200;
/** Added to the diagonal, so that columns that give each other exactly are very, not endlessly, dependent. */
const ridge = 1e-6;

/**
 * How much columns tell of one another, in nats: −½ ln det of the correlations of their ranks (the total correlation of a normal
 * distribution with these). Rows where one is missing (NaN) do not count; null where too few are left.
 */
export function dependence(columns: readonly Float64Array[]): number | null {
  const rows: number[] = [];
  for (let i = 0; i < (columns[0]?.length ?? 0) && rows.length < maxRows; i++)
    if (columns.every((values) => !Number.isNaN(values[i]!))) rows.push(i);
  if (rows.length < minRows) return null;
  const scores = columns.map((values) => standardRanks(rows.map((i) => values[i]!)));
  const size = columns.length;
  const lower = scores.map(() => new Float64Array(size));
  let logs = 0;
  for (let a = 0; a < size; a++)
    for (let b = 0; b <= a; b++) {
      let sum = scores[a]!.reduce((all, value, i) => all + value * scores[b]![i]!, 0) / rows.length;
      if (a === b) sum += ridge;
      for (let k = 0; k < b; k++) sum -= lower[a]![k]! * lower[b]![k]!;
      if (a !== b) lower[a]![b] = sum / lower[b]![b]!;
      else {
        lower[a]![a] = Math.sqrt(Math.max(sum, ridge));
        logs += Math.log(lower[a]![a]!);
      }
    }
  return -logs;
}

/** Ranks of mean 0 and variance 1, equal values sharing theirs. */
function standardRanks(values: readonly number[]): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to - 1) / 2;
    from = to;
  }
  const middle = (values.length - 1) / 2;
  const variance = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0) / ranks.length;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  return ranks.map((rank) => (rank - middle) * scale);
}
