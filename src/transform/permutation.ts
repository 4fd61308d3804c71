/**
 * Seeded permutation of 0 … size − 1 (four-round Feistel network, cycle-walking), size ≤ 2^48.
 * M. Luby, C. Rackoff, "How to Construct Pseudorandom Permutations from Pseudorandom Functions", 1988.
 */
export function permuted(index: number, size: number, seed: number): number {
  return walk(index, size, seed, forward);
}

/** Inverse of `permuted`: the index whose image is `image`. */
export function unpermuted(image: number, size: number, seed: number): number {
  return walk(image, size, seed, backward);
}

type Halves = readonly [left: number, right: number];
type Round = (halves: Halves, base: number, key: number) => Halves;

interface Direction {
  readonly rounds: readonly number[];
  readonly round: Round;
}

const forward: Direction = {
  rounds: [0, 1, 2, 3],
  round: ([left, right], base, key) => [right, ((mixWith(right, key) ^ left) >>> 0) % base],
};
const backward: Direction = {
  rounds: [3, 2, 1, 0],
  round: ([left, right], base, key) => [((mixWith(left, key) ^ right) >>> 0) % base, left],
};

function walk(index: number, size: number, seed: number, { rounds, round }: Direction): number {
  if (size <= 1) return 0;
  let half = 1;
  while (4 ** half < size) half++;
  const base = 2 ** half;
  let x = index;
  do {
    const left = Math.floor(x / base);
    let halves: Halves = [left, x - left * base];
    for (const number of rounds) halves = round(halves, base, seed + number * 0x3c6ef372);
    x = halves[0] * base + halves[1];
  } while (x >= size);
  return x;
}

function mixWith(half: number, key: number): number {
  return mix((half ^ Math.imul(key, 0x9e3779b1)) >>> 0);
}

/** A 32-bit integer hash (full avalanche). */
export function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}
