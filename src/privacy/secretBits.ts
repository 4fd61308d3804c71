import { randomFillSync } from "node:crypto";

/** Words from the operating system's generator. A config's seed must never make them: it is committed, and the noise could be subtracted. */
export class SecretBits {
  readonly #words = new Uint32Array(4096);
  readonly #fill: (words: Uint32Array) => unknown;
  #next = this.#words.length;

  /** `fill` is for tests, which must give the same result every time; nothing else may give one. */
  constructor(fill: (words: Uint32Array) => unknown = randomFillSync) {
    this.#fill = fill;
  }

  word(): number {
    if (this.#next === this.#words.length) {
      this.#fill(this.#words);
      this.#next = 0;
    }
    return this.#words[this.#next++]!;
  }

  /** Uniform on 0 … bound − 1, exactly: too large ones are drawn again. `bound`: 1 … 2^53 */
  below(bound: number): number {
    if (bound <= 0x1_0000_0000) {
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
      let drawn = this.word();
      while (drawn >= limit) drawn = this.word();
      return drawn % bound;
    }
    const limit = 0x20_0000_0000_0000 - (0x20_0000_0000_0000 % bound);
    let drawn = this.#long();
    while (drawn >= limit) drawn = this.#long();
    return drawn % bound;
  }

  /** The same without a bound on size. */
  belowBig(bound: bigint): bigint {
    const words = (bound.toString(16).length + 7) >> 3;
    const range = 1n << BigInt(32 * words);
    const limit = range - (range % bound);
    for (;;) {
      let drawn = 0n;
      for (let i = 0; i < words; i++) drawn = (drawn << 32n) | BigInt(this.word());
      if (drawn < limit) return drawn % bound;
    }
  }

  /** 53 bits. */
  #long(): number {
    return (this.word() >>> 11) * 0x1_0000_0000 + this.word();
  }
}
