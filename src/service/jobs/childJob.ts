import { setPriority } from "node:os";
import { WorkerClient } from "../../worker/client.ts";
import { untilDone } from "../../worker/untilDone.ts";
import { WorkerCrash } from "../../worker/workerCrash.ts";
import type { ChildJob } from "../kinds/serviceKind.ts";

/** What a child process gets: its program and its bounds. */
export interface ChildOptions {
  /** `dist/worker.cjs`. */
  readonly script: string;
  readonly threads: number;
  /** Megabytes of JavaScript memory; Node's own bound when left out. */
  readonly memory?: number | undefined;
}

/** A child that computes yields to the server that answers. */
const childPriority = 5;

/** Runs one job in a child process of its own. Throws what the job threw, CancelledError or WorkerCrash; a child that died is never used again. */
export async function runChild(
  { name, input }: ChildJob,
  options: ChildOptions,
  signal: AbortSignal,
  onEvent: (event: unknown) => void = () => undefined,
): Promise<unknown> {
  const worker = new WorkerClient(options.script, childEnvironment(options));
  const handle = worker.start(name, input as never, onEvent);
  const { pid } = worker;
  if (pid !== undefined) lowerPriority(pid);
  return await untilDone(worker, handle, signal);
}

/** Whether the system ended the child, which it does when memory runs out. */
export function wasKilled(error: unknown): boolean {
  return error instanceof WorkerCrash && !error.cancelled && error.signal === "SIGKILL";
}

/** Secrets of the server are not for a child. */
function childEnvironment({ threads, memory }: ChildOptions): NodeJS.ProcessEnv {
  const plain = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("SYNDATA_")),
  );
  const options = [
    ...(memory === undefined ? [] : [`--max-old-space-size=${memory}`]),
    // V8 collects garbage on threads of its own otherwise, in which jobs beside each other hinder each other
    ...(threads === 1 ? ["--v8-pool-size=0"] : []),
  ];
  return {
    ...plain,
    OMP_NUM_THREADS: String(threads),
    ...(options.length > 0 && { NODE_OPTIONS: options.join(" ") }),
  };
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, childPriority);
  } catch {
    // a child that has ended already, or a system that forbids it
  }
}
