/** Distinct byte strings numbered in the order first seen: an open-addressing hash table over one arena. */
export class ByteDictionary {
  size = 0;
  #arena = Buffer.allocUnsafe(256);
  #used = 0;
  #offsets = new Float64Array(17);
  #hashes = new Int32Array(16);
  /** Pairs: code + 1 (0 where free) and hash. */
  #slots = new Int32Array(64);

  /** The number of `bytes[start, end)`, new or known. `tag` (0 or 1) tells apart entries of the same bytes. */
  code(bytes: Uint8Array, start: number, end: number, tag: number): number {
    let h = tag;
    for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
    h ^= h >>> 15;
    h = (h & ~1) | tag;
    const slots = this.#slots;
    const mask = slots.length - 2;
    for (let slot = Math.imul(h, 0x9e3779b1) & mask; ; slot = (slot + 2) & mask) {
      const code = slots[slot]! - 1;
      if (code < 0) {
        slots[slot] = this.size + 1;
        slots[slot + 1] = h;
        return this.#append(bytes, start, end, h);
      }
      if (slots[slot + 1] === h && this.#equals(code, bytes, start, end)) return code;
    }
  }

  text(code: number): string {
    return this.#arena.toString("utf8", this.#offsets[code]!, this.#offsets[code + 1]!);
  }

  tag(code: number): number {
    return this.#hashes[code]! & 1;
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const arena = this.#arena;
    const offset = this.#offsets[code]!;
    const length = end - start;
    if (this.#offsets[code + 1]! - offset !== length) return false;
    for (let i = 0; i < length; i++) if (arena[offset + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Adds an entry that its slot holds already. */
  #append(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const code = this.size++;
    const offset = this.#used;
    this.#used += end - start;
    if (this.#used > this.#arena.length) {
      const arena = Buffer.allocUnsafe(Math.max(this.#used, this.#arena.length * 2));
      this.#arena.copy(arena, 0, 0, offset);
      this.#arena = arena;
    }
    for (let i = start, o = offset; i < end; i++, o++) this.#arena[o] = bytes[i]!;
    if (code === this.#hashes.length) {
      const hashes = new Int32Array(code * 2);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
      const offsets = new Float64Array(code * 2 + 1);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    this.#hashes[code] = hash;
    this.#offsets[code + 1] = this.#used;
    if (this.size * 4 > this.#slots.length) this.#grow();
    return code;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 2;
    for (let code = 0; code < this.size; code++) {
      const hash = this.#hashes[code]!;
      let slot = Math.imul(hash, 0x9e3779b1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = code + 1;
      slots[slot + 1] = hash;
    }
    this.#slots = slots;
  }
}
