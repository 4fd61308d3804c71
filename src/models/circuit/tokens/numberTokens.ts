import { kOf } from "../../../table/protection/kOf.ts";
import { type Binning, cutPieces, findRuns, minRows, type Piece } from "./numberPieces.ts";

/**
 * Tokens of a numeric column, in the order of their values: a heavy value is a token of its own (an atom), the rest
 * fall into bins of about equal count. A bin decodes through a stored quantile function, never through stored rows.
 *
 * What is kept of the data: at most two numbers per `binRows` rows of a bin, none of them a value of fewer than
 * `kOf(rows)` rows: bounds are midpoints between neighbors, values that so many rows share, or means of so many; fewer rows beyond
 * a wide gap at the end of a bin are left out of it; values held by fewer than `minRows` rows between two heavy atoms are merged
 * into the nearer atom. The extremes are those of the prepared column, which are shared by several rows already.
 */
export interface NumberTokens {
  /** 10^-decimals, or 0 for full precision. */
  readonly grid: number;
  /** Number of tokens, the missing token not counted. */
  readonly count: number;
  /** Token of x: the first t with x <= cuts[t]; the last cut is Infinity. */
  readonly cuts: Float64Array;
  /** Share of the column's present rows in each token. */
  readonly share: Float64Array;
  /** 1 where the token holds one value only. */
  readonly atom: Uint8Array;
  /** Segments of token t: first[t] … first[t + 1] − 1. */
  readonly first: Int32Array;
  /** Per segment: its bounds, and the cumulative share of its token before it; an atom's segment has lo = hi. */
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  readonly level: Float64Array;
}

export interface NumberTokenOptions extends Pick<Binning, "maxBins"> {
  /** Fewest rows of a bin, and of a segment inside it; 8 where nothing is given, never fewer. */
  readonly binRows?: number;
}

const usualSegments = 16;
const wideGap = 10;
/** A value merged into an atom is never drawn; it scores as a ten-thousandth of the atom. */
const logMerged = Math.log(1e-4);

/** @param values present values only, at least one; any order */
export function fitNumberTokens(
  values: Float64Array,
  decimals: number | null,
  options: NumberTokenOptions,
): NumberTokens {
  const grid = decimals === null ? 0 : 10 ** -decimals;
  const sorted = Float64Array.from(values).sort();
  const runs = findRuns(sorted, grid);
  const binRows = Math.max(minRows, options.binRows ?? minRows);
  const pieces = cutPieces(sorted, runs, { ...options, binRows });
  return describePieces(sorted, pieces, { grid, binRows, maxSegments: usualSegments });
}

/** Token of a present value. */
export function numberToken(tokens: NumberTokens, x: number): number {
  let low = 0;
  let high = tokens.count - 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (x <= tokens.cuts[mid]!) high = mid;
    else low = mid + 1;
  }
  return low;
}

/** Quantile `u` in [0, 1) of the values inside one token. */
export function decodeNumber(tokens: NumberTokens, token: number, u: number): number {
  let s = tokens.first[token]!;
  const end = tokens.first[token + 1]! - 1;
  while (s < end && tokens.level[s + 1]! <= u) s++;
  const lo = tokens.lo[s]!;
  const hi = tokens.hi[s]!;
  if (hi <= lo) return lo;
  const from = tokens.level[s]!;
  const to = s === end ? 1 : tokens.level[s + 1]!;
  return lo + (hi - lo) * ((u - from) / (to - from));
}

/** Share of a token's values at or below x. */
export function withinCdf(tokens: NumberTokens, token: number, x: number): number {
  const end = tokens.first[token + 1]!;
  let total = 0;
  for (let s = tokens.first[token]!; s < end; s++) {
    const lo = tokens.lo[s]!;
    const hi = tokens.hi[s]!;
    const to = s === end - 1 ? 1 : tokens.level[s + 1]!;
    const part = x >= hi ? 1 : x < lo || hi <= lo ? 0 : (x - lo) / (hi - lo);
    total += part * (to - tokens.level[s]!);
  }
  return total > 1 - 1e-9 ? 1 : total;
}

/**
 * Log probability of x given its token: of its grid cell when the column has a grid, else the log density.
 * Values outside the stored bounds count as the nearest end of the token.
 */
export function logWithin(tokens: NumberTokens, token: number, x: number): number {
  if (tokens.atom[token]) {
    const value = tokens.lo[tokens.first[token]!]!;
    return Math.abs(x - value) <= tokens.grid / 2 ? 0 : logMerged;
  }
  const start = tokens.first[token]!;
  const end = tokens.first[token + 1]!;
  const lo = tokens.lo[start]!;
  const hi = tokens.hi[end - 1]!;
  if (tokens.grid > 0) {
    const half = tokens.grid / 2;
    const overlaps = x + half > lo && x - half < hi;
    const at = overlaps ? x : Math.min(hi - half, Math.max(lo + half, x));
    const mass = withinCdf(tokens, token, at + half) - withinCdf(tokens, token, at - half);
    return Math.log(Math.max(mass, 1e-9));
  }
  let best = -Infinity;
  const at = Math.min(hi, Math.max(lo, x));
  for (let s = start; s < end; s++) {
    if (at < tokens.lo[s]! || at > tokens.hi[s]!) continue;
    const to = s === end - 1 ? 1 : tokens.level[s + 1]!;
    const width = Math.max(tokens.hi[s]! - tokens.lo[s]!, 1e-12 * Math.max(1, Math.abs(at)));
    best = Math.max(best, Math.log((to - tokens.level[s]!) / width));
  }
  return Number.isFinite(best) ? best : -Math.log(Math.max(hi - lo, 1e-12)) - 7;
}

/** The grid of a column (0: none), the fewest rows of a segment, and the most segments of a token. */
interface Resolution {
  readonly grid: number;
  readonly binRows: number;
  readonly maxSegments: number;
}

/** Tokens of a column in ascending order, given the rows of each. */
export function describePieces(
  sorted: Float64Array,
  pieces: readonly Piece[],
  { grid, ...resolution }: Resolution,
): NumberTokens {
  const count = pieces.length;
  const n = sorted.length;
  const cuts = new Float64Array(count);
  const share = new Float64Array(count);
  const atom = new Uint8Array(count);
  const first = new Int32Array(count + 1);
  const segments: Segments = { lo: [], hi: [], level: [] };
  const { lo, hi, level } = segments;
  pieces.forEach((piece, t) => {
    const next = pieces[t + 1];
    cuts[t] = next ? (sorted[piece.end - 1]! + sorted[next.start]!) / 2 : Infinity;
    share[t] = (piece.end - piece.start) / n;
    const single = piece.atom || sorted[piece.start] === sorted[piece.end - 1];
    atom[t] = single ? 1 : 0;
    if (single) {
      const value = commonest(sorted, piece.start, piece.end);
      lo.push(value);
      hi.push(value);
      level.push(0);
    } else
      pushSegments(segments, { sorted, grid, ...resolution }, piece, {
        before: pieces[t - 1],
        after: next,
      });
    first[t + 1] = lo.length;
  });
  return {
    grid,
    count,
    cuts,
    share,
    atom,
    first,
    lo: Float64Array.from(lo),
    hi: Float64Array.from(hi),
    level: Float64Array.from(level),
  };
}

function commonest(sorted: Float64Array, start: number, end: number): number {
  let best = sorted[start]!;
  let bestCount = 0;
  for (let i = start; i < end; ) {
    let j = i + 1;
    while (j < end && sorted[j] === sorted[i]) j++;
    if (j - i > bestCount) {
      bestCount = j - i;
      best = sorted[i]!;
    }
    i = j;
  }
  return best;
}

/** Rows beyond a wide gap at the end of a bin that are too few to be kept. */
function maxStragglers(rows: number): number {
  return Math.max(2, kOf(rows) - 1);
}

/**
 * The bound of the rows from … to − 1 at one end: half a grid cell beyond the outermost value where `k` rows share it, else the
 * mean of the outermost `k`, moved inwards where it meets one of them.
 */
function sharedEnd(
  sorted: Float64Array,
  [from, to]: readonly [number, number],
  end: "low" | "high",
  half: number,
): number {
  const k = Math.min(kOf(sorted.length), to - from);
  const outer = end === "low" ? sorted.subarray(from, from + k) : sorted.subarray(to - k, to);
  const inward = end === "low" ? 1 : -1;
  if (outer[0] === outer[k - 1]) return outer[0]! - inward * half;
  const inner = end === "low" ? outer[k - 1]! : outer[0]!;
  let bound = outer.reduce((sum, value) => sum + value / k, 0);
  const meets = (value: number) =>
    [0, half, -half].some((by) => Math.abs(bound + by - value) <= 1e-9 * Math.max(1, Math.abs(value)));
  for (let n = 0; n < k && outer.some(meets); n++) bound += (inner - bound) * 0.37;
  return bound;
}

/** At an end that another piece follows, a few rows beyond a wide gap are left out. */
function withoutStragglers(
  piece: Piece,
  { low, high, stragglers }: { readonly low: boolean; readonly high: boolean; readonly stragglers: number },
  isWide: (i: number) => boolean,
): { start: number; end: number } {
  let { start, end } = piece;
  if (end - start < 4 * stragglers) return { start, end };
  for (let n = stragglers; n > 0 && !high; n--)
    if (isWide(end - n)) {
      end -= n;
      break;
    }
  for (let n = stragglers; n > 0 && !low; n--)
    if (isWide(start + n)) {
      start += n;
      break;
    }
  return { start, end };
}

/** Mean distance of the rows of a piece, the outermost ones of an open end left out: a lone extreme must not hide its own gap. */
function usualGap(
  sorted: Float64Array,
  { start, end }: Piece,
  open: { readonly low: boolean; readonly high: boolean },
): number {
  const few = Math.min(maxStragglers(sorted.length), Math.floor((end - start) / 4));
  const from = start + (open.low ? few : 0);
  const to = end - (open.high ? few : 0);
  return (sorted[to - 1]! - sorted[from]!) / (to - from);
}

/** Bounds of the segments so far, and the share of their token's values below each. */
interface Segments {
  readonly lo: number[];
  readonly hi: number[];
  readonly level: number[];
}

function pushSegments(
  { lo, hi, level }: Segments,
  { sorted, grid, binRows, maxSegments }: Resolution & { readonly sorted: Float64Array },
  piece: Piece,
  { before, after }: { readonly before: Piece | undefined; readonly after: Piece | undefined },
): void {
  const usual = Math.max(
    grid,
    usualGap(sorted, piece, { low: before === undefined, high: after === undefined }),
  );
  const isWide = (i: number) => sorted[i]! - sorted[i - 1]! > wideGap * usual;
  const stragglers = maxStragglers(sorted.length);
  const open = { low: before === undefined, high: after === undefined, stragglers };
  const { start, end } = withoutStragglers(piece, open, isWide);
  const rows = end - start;
  const segments = Math.min(maxSegments, Math.max(1, Math.floor(rows / binRows)));
  const marks = new Set<number>();
  for (let s = 1; s < segments; s++) {
    let at = start + Math.round((rows * s) / segments);
    while (at < end && sorted[at] === sorted[at - 1]) at++;
    marks.add(at);
  }
  for (let i = start + 1; i < end; i++) if (isWide(i)) marks.add(i);
  const bounds: number[] = [start];
  const fewBelow = (at: number) => at - start <= stragglers;
  const fewAbove = (at: number) => end - at <= stragglers;
  for (const at of [...marks].sort((a, b) => a - b)) {
    const before = at - bounds.at(-1)!;
    if (before > stragglers && end - at > stragglers) bounds.push(at);
    else if (isWide(at) && ((open.low && fewBelow(at)) || (open.high && fewAbove(at)))) bounds.push(at);
  }
  bounds.push(end);
  const half = grid / 2;
  /** The upper bound of the rows from … to − 1, or their lower one. */
  const edge = (from: number, to: number, end: "low" | "high"): number => {
    const at = end === "low" ? from : to;
    const [left, right] = [sorted[at - 1]!, sorted[at]!];
    const isFew = to - from < kOf(sorted.length);
    if (right - left <= wideGap * usual || isFew) return (left + right) / 2;
    return sharedEnd(sorted, [from, to], end, half);
  };
  for (let s = 0; s + 1 < bounds.length; s++) {
    const a = bounds[s]!;
    const b = bounds[s + 1]!;
    let low: number;
    let high: number;
    if (a > start || (before && !before.atom)) low = edge(a, b, "low");
    else low = before ? sharedEnd(sorted, [a, b], "low", half) : sorted[a]! - half;
    if (b < end || (after && !after.atom)) high = edge(a, b, "high");
    else high = after ? sharedEnd(sorted, [a, b], "high", half) : sorted[b - 1]! + half;
    lo.push(low);
    hi.push(Math.max(low, high));
    level.push((a - start) / rows);
  }
}
