/** How fine a column is cut. */
export interface Binning {
  /** Most bins for the continuous part. */
  readonly maxBins: number;
  /** Fewest rows of a bin. */
  readonly binRows: number;
}

/** Rows of a token, at least. */
export const minRows = 8;
/** An atom of fewer rows takes a light value next to it into a bin of both; a heavier one swallows it. */
const lightAtom = 3 * minRows;
/** Rows from which on the outermost bins have as few rows as any: in smaller tables rows would lie nearer to training rows than to others. */
const fineTailRows = 10_000;
const fewValues = 256;

/** Starts of the runs of equal values, and the total length at the end. */
export function findRuns(sorted: Float64Array, grid: number): Int32Array {
  const starts: number[] = [0];
  const tolerance = grid * 0.25;
  for (let i = 1; i < sorted.length; i++) if (sorted[i]! - sorted[i - 1]! > tolerance) starts.push(i);
  starts.push(sorted.length);
  return Int32Array.from(starts);
}

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly atom: boolean;
}

export function cutPieces(sorted: Float64Array, runs: Int32Array, { maxBins, binRows }: Binning): Piece[] {
  const n = sorted.length;
  const distinct = runs.length - 1;
  const heavy = distinct <= fewValues ? minRows : Math.max(20, 0.004 * n);
  const pieces: Piece[] = [];
  const size = Math.max(binRows, Math.ceil(n / maxBins));
  let r = 0;
  while (r < distinct) {
    const start = runs[r]!;
    if (runs[r + 1]! - start >= heavy) {
      pieces.push({ start, end: runs[r + 1]!, atom: true });
      r++;
      continue;
    }
    const from = r;
    while (r < distinct && runs[r + 1]! - runs[r]! < heavy) r++;
    pieces.push(...cutStretch(runs, { from, to: r }, size));
  }
  return joinSmall(sorted, pieces);
}

/** Bins of about `size` rows over the runs from … to − 1; halving towards an open end, so that tails stay resolved. */
function cutStretch(
  runs: Int32Array,
  { from, to }: { readonly from: number; readonly to: number },
  size: number,
): Piece[] {
  const open = { low: from === 0, high: to === runs.length - 1 };
  const begin = runs[from]!;
  const finish = runs[to]!;
  const bins = Math.max(1, Math.round((finish - begin) / size));
  const targets: number[] = [];
  for (let b = 1; b < bins; b++) targets.push(begin + ((finish - begin) * b) / bins);
  const width = (finish - begin) / bins;
  const least = runs.at(-1)! >= fineTailRows ? minRows : 2 * minRows;
  if (open.low) for (let w = width / 2; w >= least; w /= 2) targets.push(begin + w);
  if (open.high) for (let w = width / 2; w >= least; w /= 2) targets.push(finish - w);
  targets.sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let start = begin;
  let r = from;
  for (const target of targets) {
    while (r < to && runs[r]! < target) r++;
    const end = runs[r]!;
    if (end - start < minRows || finish - end < minRows) continue;
    pieces.push({ start, end, atom: false });
    start = end;
  }
  pieces.push({ start, end: finish, atom: false });
  return pieces;
}

/** Joins neighboring pieces: one of too few rows to the nearer neighbor; a heavy atom that takes it in keeps its value. */
export function joinSmall(sorted: Float64Array, pieces: readonly Piece[]): Piece[] {
  const isEnough = (p: Piece) => p.end - p.start >= minRows;
  const kept = pieces.filter(isEnough);
  if (kept.length === 0) return [{ start: pieces[0]!.start, end: pieces.at(-1)!.end, atom: false }];
  const starts = kept.map((p) => p.start);
  const ends = kept.map((p) => p.end);
  const atoms = kept.map((p) => p.atom);
  for (const p of pieces) {
    if (isEnough(p)) continue;
    const after = kept.findIndex((k) => k.start >= p.end);
    const left = after < 0 ? kept.length - 1 : after - 1;
    const down = left >= 0 ? sorted[p.start]! - sorted[ends[left]! - 1]! : Infinity;
    const up = after >= 0 ? sorted[starts[after]!]! - sorted[p.end - 1]! : Infinity;
    const near = down <= up ? left : after;
    starts[near] = Math.min(starts[near]!, p.start);
    ends[near] = Math.max(ends[near]!, p.end);
    if (kept[near]!.end - kept[near]!.start < lightAtom) atoms[near] = false;
  }
  return kept.map((_, i) => ({ start: starts[i]!, end: ends[i]!, atom: atoms[i]! }));
}
