import type { JobHandle } from "../protocol/worker.ts";
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

/** The result of a job, which the first Ctrl+C cancels. */
export async function cancellable<Result>({ result, cancel }: JobHandle<Result>): Promise<Result> {
  return await result.finally(onInterrupt(cancel));
}
