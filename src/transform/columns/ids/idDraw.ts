import { z } from "zod";
import type { Random } from "../../../numerics/random.ts";
import { permuted, unpermuted } from "../../permutation.ts";
import { roundUp } from "./invented.ts";

/**
 * Buckets of ranks in which a real id lies: none is drawn from them. With twice as many buckets as ids about four in ten
 * are used, and each stands for five ranks or more, so that the filter does not tell which of them was real.
 */
export interface RankFilter {
  readonly key: number;
  readonly buckets: number;
  /** A bit for each bucket, least significant first, in base 64. */
  readonly used: string;
}

/** Which ranks of a language new ids take: in sequence, or in a seeded order over all ranks that no real id is near. */
export interface IdDraw {
  /** First rank that is drawn from. */
  readonly first: number;
  /** Ranks to draw from: `first` … `first + size − 1`. In a sequence: how many ids there can be. */
  readonly size: number;
  /** Distance of one id of a sequence from the next; absent where ids are not in sequence. */
  readonly step?: number;
  readonly filter?: RankFilter;
}

/** The fields of `IdDraw` as a model file may hold them. */
export const drawFields = {
  first: z.int().min(0),
  size: z
    .number()
    .min(1)
    .max(2 ** 48),
  step: z.int().min(1).exactOptional(),
  filter: z
    .strictObject({
      key: z.int().min(0).max(0xffffffff),
      buckets: z
        .int()
        .min(1)
        .max(2 ** 31),
      used: z.base64(),
    })
    .refine(({ buckets, used }) => Buffer.from(used, "base64").length === Math.ceil(buckets / 8), {
      error: "the filter has another length than it says",
    })
    .exactOptional(),
};

/** Says why ids cannot be drawn so from a language of that many ranks; undefined where they can. */
export function drawProblem({ first, size, step = 1 }: IdDraw, ranks: number): string | undefined {
  return first + (size - 1) * step < ranks ? undefined : "has fewer values than its plan says";
}

/** A sequence may leave out three ranks in four. */
const maxGap = 4;
const maxSize = 2 ** 48;

/**
 * Decides how new ids are drawn: real ones that count on do so, the others lie anywhere in their language, never on a real one
 * where ten times as many ranks are free as there are ids. `ranks` are those of the real ids; none where they have no rank.
 * `inSequence`: whether neighboring ranks are ids that follow each other.
 */
export function planDraw(
  languageSize: number,
  ranks: readonly number[],
  random: Random,
  inSequence = true,
): IdDraw {
  const size = Math.min(languageSize, maxSize);
  if (ranks.length === 0) return { first: 0, size };
  const [low, high] = bounds(ranks);
  return (
    (inSequence ? sequence(ranks, { low, high, size }) : undefined) ??
    filtered(ranks, size, random) ??
    beyond(ranks.length, { low, high, size })
  );
}

interface Extent {
  readonly low: number;
  readonly high: number;
  readonly size: number;
}

function sequence(ranks: readonly number[], { low, high, size }: Extent): IdDraw | undefined {
  if (ranks.length < 10) return undefined;
  const step = ranks.reduce((divisor, rank) => greatestDivisor(divisor, rank - low), 0);
  if (step === 0 || (high - low) / step + 1 > maxGap * ranks.length) return undefined;
  const next = low + step * Math.ceil((roundUp(high) + 1 - low) / step);
  const above = Math.floor((size - 1 - next) / step) + 1;
  if (above >= 10 * ranks.length) return { first: next, size: above, step };
  const below = Math.floor(low / step);
  if (below >= 10 * ranks.length) return { first: low - below * step, size: below, step };
  const room = Math.floor((size - 1 - high) / step);
  return room >= 2 * ranks.length ? { first: high + step, size: room, step } : undefined;
}

function filtered(ranks: readonly number[], size: number, random: Random): IdDraw | undefined {
  const buckets = Math.min(2 * ranks.length, Math.floor(size / 5));
  if (buckets < 1 || size < 10 * ranks.length) return undefined;
  const key = random.uint32();
  const bits = new Uint8Array(Math.ceil(buckets / 8));
  for (const rank of ranks) {
    const bucket = permuted(rank, size, key) % buckets;
    bits[bucket >> 3]! |= 1 << (bucket & 7);
  }
  const filter = { key, buckets, used: Buffer.from(bits).toString("base64") };
  return { first: 0, size, filter };
}

/** Ranks beyond the real ones on the roomier side, where there are enough; otherwise all. */
function beyond(count: number, { low, high, size }: Extent): IdDraw {
  const room = Math.max(low, size - 1 - high);
  if (room < 2 * count) return { first: 0, size };
  return size - 1 - high >= low ? { first: high + 1, size: size - 1 - high } : { first: 0, size: low };
}

/** How many different ids there can be. */
export function drawCapacity({ size, filter }: IdDraw): number {
  if (filter === undefined) return size;
  return freeBuckets(filter).length * Math.floor(size / filter.buckets);
}

/** Rank of the id of a row (from 0, over all batches); different for all rows below `drawCapacity`. */
export function rankReader(draw: IdDraw, seed: number): (row: number) => number {
  const { first, size, step, filter } = draw;
  if (step !== undefined) return (row) => first + row * step;
  if (filter === undefined) return (row) => first + permuted(row, size, seed);
  const free = freeBuckets(filter);
  const capacity = drawCapacity(draw);
  return (row) => {
    const index = permuted(row, capacity, seed);
    const turn = Math.floor(index / free.length);
    const image = free[index - turn * free.length]! + turn * filter.buckets;
    return first + unpermuted(image, size, filter.key);
  };
}

function freeBuckets({ used, buckets }: RankFilter): Int32Array {
  const bits = Buffer.from(used, "base64");
  return Int32Array.from({ length: buckets }, (_, k) => k).filter(
    (k) => ((bits[k >> 3]! >> (k & 7)) & 1) === 0,
  );
}

function bounds(ranks: readonly number[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const rank of ranks) {
    if (rank < low) low = rank;
    if (rank > high) high = rank;
  }
  return [low, high];
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
