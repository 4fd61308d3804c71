/**
 * Lets long loops stay cancellable: `await breathe(fraction)` reports progress, throws when the signal is aborted, and hands the
 * event loop over when more than 40 ms have passed since it last did.
 */
export function makeBreathe(
  signal: AbortSignal,
  progress: (fraction: number) => void,
): (fraction: number) => Promise<void> {
  let last = performance.now();
  return async (fraction) => {
    signal.throwIfAborted();
    const now = performance.now();
    if (now - last < 40) return;
    progress(fraction);
    await new Promise<void>((resolve) => setImmediate(resolve));
    last = performance.now();
    signal.throwIfAborted();
  };
}
