import { exitCodes } from "./exitCodes.ts";

const gone = new Set(["EPIPE", "ERR_STREAM_DESTROYED"]);

/**
 * A reader that goes away (`| head -1`) is no failure: what it would have read is dropped, and the work goes on to its own
 * end and exit code. Any other write error, a full disk behind `>` for one, ends the process as failed.
 */
export function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (gone.has(error.code ?? "")) return;
      const name = stream === process.stdout ? "standard output" : "standard error";
      if (stream === process.stdout) process.stderr.write(`✖ cannot write to ${name}: ${error.message}\n`);
      process.exit(exitCodes.failed);
    });
}
