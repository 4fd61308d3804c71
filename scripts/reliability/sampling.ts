import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CancelledError, describeFailure } from "../../src/pipeline/failure.ts";
import { WorkerClient } from "../../src/worker/client.ts";
import { WorkerCrash } from "../../src/worker/workerCrash.ts";
import { peakMbOf } from "../fuzz/runner.ts";
import { runCli } from "./runCli.ts";

/** How asking a model file for 50 rows ended. */
export interface Sampled {
  /** Exit code; null when the process died or did not end in two minutes. */
  readonly code: number | null;
  readonly message: string;
  /** Largest resident memory, in MB. */
  readonly mb: number;
  /** Seconds of processor time. */
  readonly seconds: number;
}

/** One case in this many is done on the command line, the others in a worker that serves many. */
export const commandEvery = 9;
const rows = 50;
const timeoutMs = 120_000;

/** Asks for rows on the command line, as users do: a process a model. */
export async function sampleByCommand(model: string, out: string): Promise<Sampled> {
  const { code, stderr, peakMb, cpuSeconds } = await runCli(
    ["sample", model, "--rows", String(rows), "--out", out],
    { cwd: ".", timeoutMs },
  );
  return { code, message: stderr.trim(), mb: peakMb, seconds: cpuSeconds };
}

/** The same job in one built worker for model after model, which takes a tenth of the time; a worker that died is replaced. */
class SampleWorker {
  readonly #client = new WorkerClient(resolve("dist/worker.cjs"));

  async sample(model: string, out: string): Promise<Sampled> {
    // the worker starts, where it must, before it is measured
    await this.#client.start("validate", { config: `${model}.none` }).result.catch(() => undefined);
    const pid = this.#client.pid!;
    forgetPeak(pid);
    const before = processorSeconds(pid);
    const { code, message } = await this.#ask(model, out);
    return { code, message, mb: peakMbOf(pid), seconds: processorSeconds(pid) - before };
  }

  dispose(): void {
    this.#client.dispose();
  }

  async #ask(model: string, out: string): Promise<Pick<Sampled, "code" | "message">> {
    const handle = this.#client.start("sample", { model, rows, out });
    const timer = setTimeout(() => handle.cancel(), timeoutMs);
    try {
      await handle.result;
      return { code: 0, message: "" };
    } catch (error) {
      if (error instanceof WorkerCrash || error instanceof CancelledError)
        return { code: null, message: error.message };
      const { exitCode, message } = describeFailure(error);
      return { code: exitCode, message };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A worker a lane. */
export function sampleWorkers(atEnd: (close: () => void) => void): (lane: number) => SampleWorker {
  const workers: SampleWorker[] = [];
  atEnd(() => {
    for (const worker of workers) worker.dispose();
  });
  return (lane) => {
    workers[lane] ??= new SampleWorker();
    return workers[lane];
  };
}

/** Linux: the largest resident memory counts from now on. */
function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** User and system time of all threads (proc(5): fields 14 and 15, in hundredths of a second). */
function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}
