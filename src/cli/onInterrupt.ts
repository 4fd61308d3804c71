import { exitCodes } from "./exitCodes.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The first Ctrl+C (or SIGTERM) asks to stop; a second one ends this process at once. Returns how to stop listening. */
export function onInterrupt(cancel: () => void): () => void {
  let asked = false;
  const listener = (): void => {
    if (asked) process.exit(exitCodes.cancelled);
    asked = true;
    cancel();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
