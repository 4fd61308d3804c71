import type { NotebookEvent, NotebookJob } from "../protocol/notebook.ts";
import type { JobHandle } from "../protocol/worker.ts";
import type { WorkerClient } from "./client.ts";
import { WorkerCrash } from "./workerCrash.ts";

/**
 * Runs cells of a notebook in the child. A cell in which the child dies (a fault in a native library) fails like any other:
 * it gets its end, and with `keepGoing` a new child runs the cells after it.
 */
export function startNotebook(
  client: WorkerClient,
  job: NotebookJob,
  onEvent: (event: NotebookEvent) => void,
): JobHandle<number> {
  let current: JobHandle<number> | undefined;
  let cancelled = false;
  const runFrom = async (cells: readonly number[] | undefined): Promise<number> => {
    let running: number | undefined;
    const ended = new Set<number>();
    const started = Date.now();
    current = client.start(
      "notebook",
      { ...job, ...(cells !== undefined && { run: [...cells] }) },
      (event) => {
        if (event.type === "start") running = event.cell;
        if (event.type === "end") ended.add(event.cell);
        onEvent(event);
      },
    );
    try {
      return await current.result;
    } catch (error) {
      if (!(error instanceof WorkerCrash) || cancelled || running === undefined || ended.has(running))
        throw error;
      const message = `${error.message}; this cell did not finish`;
      onEvent({
        type: "end",
        cell: running,
        end: { state: "failed", cached: false, ms: Date.now() - started, message },
      });
      const order = cells ?? runnable(job);
      const left = order.slice(order.indexOf(running) + 1).filter((cell) => !ended.has(cell));
      if (job.keepGoing && left.length > 0 && left.length < order.length) await runFrom(left);
      return 1;
    }
  };
  return {
    result: runFrom(job.run),
    cancel() {
      cancelled = true;
      current?.cancel();
    },
  };
}

function runnable({ cells }: NotebookJob): number[] {
  return cells.flatMap(({ kind }, cell) => (kind === "markdown" ? [] : [cell]));
}
