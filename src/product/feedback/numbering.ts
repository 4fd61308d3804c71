/** Numbers texts from 0 in the order in which they come. */
export class Numbering {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** The texts by their numbers. */
  texts(): string[] {
    return [...this.#numbers.keys()];
  }
}
