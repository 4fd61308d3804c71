const BREATH_MS = 150;

/** Lets the event loop run a few times a second during long work, and stops it when the signal says so. */
export class Pace {
  readonly #signal: AbortSignal;
  #last = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** @throws the signal's reason once aborted */
  async breathe(): Promise<void> {
    if (performance.now() - this.#last < BREATH_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#signal.throwIfAborted();
    this.#last = performance.now();
  }
}
