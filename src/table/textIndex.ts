import { fnv1a } from "../numerics/random.ts";

/**
 * Numbers different texts from 0 in the order they come. Several times faster than a `Map` where most of 10⁵ and more texts are new:
 * hashes are kept in typed arrays, so that growing moves no text.
 */
export class TextIndex {
  /** The texts by their numbers. */
  readonly texts: string[] = [];
  #hashes = new Int32Array(64);
  /** Number of the text in each slot plus one; 0 where it is free. At most half of them are taken. */
  #slots = new Int32Array(128);

  /** The number of the text, a new one where it has none. */
  codeOf(text: string): number {
    const hash = spread(fnv1a(text));
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let taken = this.#slots[slot]!; taken !== 0; taken = this.#slots[slot]!) {
      if (this.#hashes[taken - 1] === hash && this.texts[taken - 1] === text) return taken - 1;
      slot = (slot + 1) & mask;
    }
    const code = this.texts.length;
    if (code === this.#hashes.length) {
      this.#grow();
      return this.codeOf(text);
    }
    this.#hashes[code] = hash;
    this.#slots[slot] = code + 1;
    this.texts.push(text);
    return code;
  }

  #grow(): void {
    const hashes = new Int32Array(2 * this.#hashes.length);
    hashes.set(this.#hashes);
    const slots = new Int32Array(2 * hashes.length);
    const mask = slots.length - 1;
    for (let code = 0; code < this.texts.length; code++) {
      let slot = hashes[code]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.#hashes = hashes;
    this.#slots = slots;
  }
}

/** Carries the upper bits of a hash into the lower ones. */
function spread(hash: number): number {
  const folded = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return folded ^ (folded >>> 13);
}
