const coarseGroups = 15;
const keptTokens = 24;
/** Cells of a joint count: the codes of one column, times this, plus those of the other. */
const stride = 32;

/** A column as few codes, with what every pair it is in needs of it. */
export interface CoarseColumn {
  readonly codes: Uint8Array;
  readonly size: number;
  /** Codes that occur. */
  readonly used: number;
  /** Σ c ln c over its counts. */
  readonly countLogs: number;
}

interface FineColumn {
  readonly tokens: Int32Array;
  readonly size: number;
  readonly ordered: boolean;
}

/** At most 24 tokens are kept as they are; more are grouped: neighbors by count, or the rarest categories together. */
export function coarsen({ tokens, size, ordered }: FineColumn, rows: Uint32Array): CoarseColumn {
  const tokenCounts = new Float64Array(size + 1);
  for (const t of tokens) tokenCounts[t < 0 ? size : t]!++;
  const { map, groups } = groupTokens(tokenCounts, size, ordered, tokens.length);
  const codes = new Uint8Array(rows.length);
  const counts = new Float64Array(groups + 1);
  for (let i = 0; i < codes.length; i++) {
    const t = tokens[rows[i]!]!;
    const code = map[t < 0 ? size : t]!;
    codes[i] = code;
    counts[code]!++;
  }
  return {
    codes,
    size: groups + 1,
    used: counts.reduce((n, c) => n + Number(c > 0), 0),
    countLogs: counts.reduce((sum, c) => sum + (c > 0 ? c * Math.log(c) : 0), 0),
  };
}

function groupTokens(
  counts: Float64Array,
  size: number,
  ordered: boolean,
  total: number,
): { readonly map: Uint8Array; readonly groups: number } {
  const map = new Uint8Array(size + 1);
  let groups = size;
  if (size <= keptTokens) for (let t = 0; t < size; t++) map[t] = t;
  else if (ordered) {
    let seen = 0;
    for (let t = 0; t < size; t++) {
      map[t] = Math.min(coarseGroups - 1, Math.floor(((seen + counts[t]! / 2) / total) * coarseGroups));
      seen += counts[t]!;
    }
    groups = coarseGroups;
  } else {
    const byCount = Array.from({ length: size }, (_, t) => t).sort(
      (a, b) => counts[b]! - counts[a]! || a - b,
    );
    byCount.forEach((t, rank) => {
      map[t] = Math.min(rank, keptTokens - 1);
    });
    groups = keptTokens;
  }
  map[size] = groups;
  return { map, groups };
}

/**
 * Returns what measures the mutual information of two columns of `rows` rows, in nats, with the Miller–Madow bias taken off:
 * (Σ c ln c over the joint counts − the same over each margin + n ln n) / n. Counts and their logarithms stand in memory that every
 * pair uses again: a table of 2,000 columns has two million pairs.
 */
export function makeMutualInformation(rows: number): (a: CoarseColumn, b: CoarseColumn) => number {
  const logs = Float64Array.from({ length: rows + 1 }, (_, c) => (c === 0 ? 0 : c * Math.log(c)));
  const joint = new Uint32Array(stride * stride);
  return (a, b) => {
    const x = a.codes;
    const y = b.codes;
    for (let i = 0; i < rows; i++) joint[x[i]! * stride + y[i]!]!++;
    let sum = 0;
    let cells = 0;
    for (let p = 0; p < a.size; p++)
      for (let at = p * stride; at < p * stride + b.size; at++) {
        const c = joint[at]!;
        if (c === 0) continue;
        cells++;
        sum += logs[c]!;
        joint[at] = 0;
      }
    const information = (sum - a.countLogs - b.countLogs + logs[rows]!) / rows;
    return information - Math.max(0, cells - a.used - b.used + 1) / (2 * rows);
  };
}
