/**
 * Counter-based random numbers: Threefry-2x32 with 13 rounds, the smallest Crush-resistant variant
 * (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). The state is (seed, stream, position),
 * so a stream can be resumed at any place and streams never overlap.
 */
export class Random {
  readonly seed: number;
  readonly stream: number;
  #position = 0;
  #spare = 0;
  #hasSpare = false;

  /** `seed` and `stream` are taken modulo 2^32. */
  constructor(seed: number, stream = 0) {
    this.seed = seed >>> 0;
    this.stream = stream >>> 0;
  }

  /** 32-bit words drawn so far. */
  get position(): number {
    return this.#position;
  }

  set position(value: number) {
    this.#position = value;
    this.#hasSpare = false;
    if (value % 2 === 1) {
      this.#position = value - 1;
      this.uint32();
    }
  }

  /** An independent generator for a named part of the work. */
  fork(name: string): Random {
    return new Random(this.seed, hashName(name, this.stream));
  }

  /** Uniform on 0 … 2^32 − 1. */
  uint32(): number {
    this.#position++;
    if (this.#hasSpare) {
      this.#hasSpare = false;
      return this.#spare;
    }
    const block = (this.#position - 1) / 2;
    threefry2x32(block >>> 0, (block / 4294967296) >>> 0, this.seed, this.stream);
    this.#spare = out1;
    this.#hasSpare = true;
    return out0;
  }

  /** Uniform on [0, 1), 32 bits. */
  uniform(): number {
    return this.uint32() * 2.3283064365386963e-10;
  }

  /** Standard normal (Box–Muller; two words a value). */
  normal(): number {
    const u = (this.uint32() + 0.5) * 2.3283064365386963e-10;
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(this.uint32() * 1.4629180792671596e-9);
  }

  /** Uniform integer on 0 … n − 1, n ≤ 2^32. */
  below(n: number): number {
    return Math.floor(this.uint32() * 2.3283064365386963e-10 * n);
  }

  /** In-place Fisher–Yates. */
  shuffle<T extends Int32Array | Uint32Array | unknown[]>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i];
      items[i] = items[j] as number;
      items[j] = held as number;
    }
    return items;
  }

  /** A random permutation of 0 … n − 1. */
  permutation(n: number): Uint32Array {
    const p = new Uint32Array(n);
    for (let i = 0; i < n; i++) p[i] = i;
    return this.shuffle(p);
  }
}

let out0 = 0;
let out1 = 0;

/** One Threefry-2x32-13 block; exported for its known-answer test. */
export function threefryBlock(
  counter: readonly [number, number],
  key: readonly [number, number],
): [number, number] {
  threefry2x32(counter[0], counter[1], key[0], key[1]);
  return [out0, out1];
}

function threefry2x32(c0: number, c1: number, k0: number, k1: number): void {
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  // four rounds with rotations 13 15 26 6, inject; four with 17 29 16 24, inject; …
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + k1) | 0;
  x1 = (x1 + k2 + 1) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
  x0 = (x0 + k2) | 0;
  x1 = (x1 + k0 + 2) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + k0) | 0;
  x1 = (x1 + k1 + 3) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  out0 = x0 >>> 0;
  out1 = x1 >>> 0;
}

function hashName(name: string, start: number): number {
  let h = (start ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193) >>> 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h >>> 0;
}
