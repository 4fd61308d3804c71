import type { RunEvent } from "../../../src/protocol/run.ts";
import type { RunJob } from "../../../src/protocol/worker.ts";
import type { RunWorker } from "../../../src/runs/runQueue.ts";

/** A worker whose job does what the test says. */
export class FakeWorker implements RunWorker {
  job: RunJob | undefined;
  disposed = false;
  tell: (event: RunEvent) => void = () => undefined;
  end: (exitCode: number) => void = () => undefined;
  crash: (error: unknown) => void = () => undefined;
  cancelled = false;

  run(job: RunJob, onEvent: (event: RunEvent) => void) {
    this.job = job;
    this.tell = onEvent;
    const result = new Promise<number>((resolve, reject) => {
      this.end = resolve;
      this.crash = reject;
    });
    return {
      result,
      cancel: () => {
        this.cancelled = true;
      },
    };
  }

  dispose(): void {
    this.disposed = true;
  }
}
