import { availableParallelism } from "node:os";
import { basename, resolve } from "node:path";
import { counted, grouped } from "../language/counts.ts";
import { CancelledError } from "../pipeline/failure.ts";
import type { PartFormat } from "../pipeline/shards/partsFolder.ts";
import type { JobHandle } from "../protocol/worker.ts";
import { WorkerClient, workerScript } from "../worker/client.ts";
import { startInProcess } from "../worker/inProcess.ts";
import { exitCodes } from "./exitCodes.ts";
import { formatBytes, formatDuration } from "./formatValues.ts";
import { onInterrupt } from "./onInterrupt.ts";
import { makeProgressView } from "./progressView.ts";
import { printWarning } from "./reportFailure.ts";

export interface FolderFlags {
  readonly rows: number;
  readonly where?: readonly string[];
  readonly share?: string;
  readonly seed: number;
  readonly out?: string;
  readonly parts: PartFormat;
  readonly shardRows?: number;
  readonly workers?: number;
  readonly quiet?: boolean;
}

/** Samples a folder of parts, in several processes where asked; the parts are the same whatever their number. */
export async function sampleFolder(model: string, flags: FolderFlags): Promise<number> {
  const { rows, where = [], share, seed, parts: format, shardRows, quiet } = flags;
  const folder = resolve(flags.out ?? `${basename(model).replace(/\.synthmodel$/, "")}-sample`);
  const input = {
    model,
    rows,
    where,
    seed,
    format,
    folder,
    ...(share !== undefined && { share }),
    ...(shardRows !== undefined && { shardRows }),
  };
  const view = quiet ? undefined : await makeProgressView(process.stderr);
  const started = Date.now();
  const running = new Set<JobHandle<unknown>>();
  const stop = onInterrupt(() => {
    for (const handle of running) handle.cancel();
  });
  const follow = async <T>(handle: JobHandle<T>): Promise<T> => {
    running.add(handle);
    return await handle.result.finally(() => running.delete(handle));
  };
  try {
    const of = flags.workers ?? 1;
    const helpers = helpersOf(of - 1);
    const helping = helpers.map((client) => follow(client.start("sampleParts", { ...input, help: true })));
    const { manifest } = await follow(
      startInProcess("sampleParts", input, (event) => view?.show(event)),
    ).finally(async () => {
      // what a helper met, this process met too; one that died left its parts to it
      await Promise.allSettled(helping);
      for (const client of helpers) client.dispose();
    });
    view?.stop();
    if (manifest === null) throw new Error("the parts were not finished");
    const ms = Math.max(1, Date.now() - started);
    if (!quiet) {
      if (manifest.rowsMade < rows)
        printWarning(
          `only ${grouped(manifest.rowsMade)} of ${grouped(rows)} rows: too few of those drawn meet the conditions`,
        );
      process.stderr.write(
        `${counted(manifest.rowsMade, "row")} in ${counted(manifest.parts.length, "part")}, ${formatBytes(manifest.bytes)}, in ${formatDuration(ms)} (${grouped(Math.round((manifest.rowsMade * 1000) / ms))} rows/s)\n`,
      );
    }
    process.stdout.write(`${folder}\n`);
    return exitCodes.done;
  } catch (error) {
    view?.stop();
    if (!(error instanceof CancelledError)) throw error;
    process.stderr.write("cancelled; the same command continues with the parts that are finished\n");
    return exitCodes.cancelled;
  } finally {
    stop();
  }
}

/** Processes that share the cores with this one. */
function helpersOf(count: number): WorkerClient[] {
  const threads = Math.max(1, Math.floor(availableParallelism() / (count + 1)));
  const env = { ...process.env, OMP_NUM_THREADS: process.env["OMP_NUM_THREADS"] ?? String(threads) };
  return Array.from({ length: count }, () => new WorkerClient(workerScript(), env));
}
