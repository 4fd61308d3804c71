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
    this.block(block | 0, (block / 4294967296) | 0, pair, 0);
    this.#spare = pair[1]!;
    this.#hasSpare = true;
    return pair[0]!;
  }

  /** The next `out.length` words: the same as that many calls of `uint32`, several times faster. */
  fillWords(out: Uint32Array): Uint32Array {
    let i = 0;
    while (i < out.length && this.#position % 2 === 1) out[i++] = this.uint32();
    const pairs = (out.length - i) >> 1;
    const first = this.#position / 2;
    for (let pair = 0; pair < pairs; pair++, i += 2) {
      const counter = first + pair;
      this.block(counter | 0, (counter / 4294967296) | 0, out, i);
    }
    this.#position += 2 * pairs;
    if (i < out.length) out[i] = this.uint32();
    return out;
  }

  /** Writes the two words of a counter (low and high word), one Threefry-2x32-13 block, to `out[at]` and `out[at + 1]`. */
  block(low: number, high: number, out: Uint32Array, at: number): void {
    const k0 = this.seed | 0;
    const k1 = this.stream | 0;
    const k2 = 0x1bd11bda ^ k0 ^ k1;
    let x0 = (low + k0) | 0;
    let x1 = (high + k1) | 0;
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
    out[at] = x0;
    out[at + 1] = x1;
  }

  /** Uniforms on the open interval (0, 1): (k + ½)/2^23, exact in float32. One word a value. */
  fillUniform(out: Float32Array): Float32Array {
    this.#inRuns(out.length, (words, start, count) => {
      for (let i = 0; i < count; i++) out[start + i] = ((words[i]! >>> 9) + 0.5) * 1.1920928955078125e-7;
    });
    return out;
  }

  /** Uniforms on (0, 1) at half the cost and precision: (k + ½)/2^16, two to a word. */
  fillCoarseUniform(out: Float32Array): Float32Array {
    this.#inRuns(Math.ceil(out.length / 2), (words, start, count) => {
      for (let i = 0, j = 2 * start; i < count; i++, j += 2) {
        const word = words[i]!;
        out[j] = ((word & 0xffff) + 0.5) * 1.52587890625e-5;
        if (j + 1 < out.length) out[j + 1] = ((word >>> 16) + 0.5) * 1.52587890625e-5;
      }
    });
    return out;
  }

  /** Values drawn evenly from a table of 2^16, two to a word. */
  fillFromTable(out: Float32Array, table: Float32Array): Float32Array {
    this.#inRuns(Math.ceil(out.length / 2), (words, start, count) => {
      for (let i = 0, j = 2 * start; i < count; i++, j += 2) {
        const word = words[i]!;
        out[j] = table[word & 0xffff]!;
        if (j + 1 < out.length) out[j + 1] = table[word >>> 16]!;
      }
    });
    return out;
  }

  /** 0 or `value`, each with probability ½, 32 to a word (the rest of the last word is dropped). */
  fillCoins(out: Float32Array, value: number): Float32Array {
    const bits = new Int32Array(out.buffer, out.byteOffset, out.length);
    const one = new Int32Array(Float32Array.of(value).buffer)[0]!;
    this.#inRuns(Math.ceil(out.length / 32), (words, start, count) => {
      for (let i = 0; i < count; i++) {
        const from = (start + i) * 32;
        const to = Math.min(from + 32, out.length);
        let word = words[i]!;
        for (let j = from; j < to; j++, word >>>= 1) bits[j] = -(word & 1) & one;
      }
    });
    return out;
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

  /** Draws `count` words a few thousand at a time, so that they stay in cache. */
  #inRuns(count: number, use: (words: Uint32Array, start: number, count: number) => void): void {
    for (let start = 0; start < count; start += run.length) {
      const words = run.subarray(0, Math.min(run.length, count - start));
      use(this.fillWords(words), start, words.length);
    }
  }
}

const pair = new Uint32Array(2);
const run = new Uint32Array(4096);

function hashName(name: string, start: number): number {
  let h = fnv1a(name, start);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h >>> 0;
}

/** FNV-1a hash of the UTF-16 code units of a text, 0 … 2^32 − 1; another `start` gives another hash. */
export function fnv1a(text: string, start = 0): number {
  let hash = (start ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
