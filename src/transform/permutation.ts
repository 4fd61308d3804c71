/**
 * Seeded permutation of 0 … size − 1 (four-round Feistel network, cycle-walking), size ≤ 2^48.
 * M. Luby, C. Rackoff, "How to Construct Pseudorandom Permutations from Pseudorandom Functions", 1988.
 */
export function permuted(index: number, size: number, seed: number): number {
  if (size <= 1) return 0;
  const base = baseOf(size);
  let x = index;
  do {
    let left = Math.floor(x / base);
    let right = x - left * base;
    for (let round = 0; round < 4; round++) {
      const next = ((mixWith(right, seed + round * keyStep) ^ left) >>> 0) % base;
      left = right;
      right = next;
    }
    x = left * base + right;
  } while (x >= size);
  return x;
}

/** Inverse of `permuted`: the index whose image is `image`. */
export function unpermuted(image: number, size: number, seed: number): number {
  if (size <= 1) return 0;
  const base = baseOf(size);
  let x = image;
  do {
    let left = Math.floor(x / base);
    let right = x - left * base;
    for (let round = 3; round >= 0; round--) {
      const before = ((mixWith(left, seed + round * keyStep) ^ right) >>> 0) % base;
      right = left;
      left = before;
    }
    x = left * base + right;
  } while (x >= size);
  return x;
}

const keyStep = 0x3c6ef372;

/** The power of two whose square holds all indices. */
function baseOf(size: number): number {
  let base = 2;
  while (base * base < size) base *= 2;
  return base;
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
