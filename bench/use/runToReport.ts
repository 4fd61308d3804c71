import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "../../src/protocol/run.ts";
import { WorkerClient, workerScript } from "../../src/worker/client.ts";
import { telcoCsv } from "./telcoTable.ts";

/**
 * From Run to the report of a table of 7,043 × 21, with a config as `syndata init` writes it, through a new child process as VS Code
 * has it: seconds by the clock, of the processor (Linux), of each stage, and of each part of the report, which overlap.
 */
export async function benchRun(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "syndata-run-"));
  try {
    writeFileSync(join(folder, "telco.csv"), telcoCsv());
    const first = new WorkerClient(workerScript());
    const { config } = await first.start("init", { data: join(folder, "telco.csv") }).result;
    first.dispose();
    const begun = performance.now();
    const client = new WorkerClient(workerScript());
    let run = "";
    await client.run({ config, overrides: {}, resume: false }, (event: RunEvent) => {
      if (event.type === "run") run = event.runDir;
    }).result;
    const seconds = (performance.now() - begun) / 1000;
    const processor = processorSeconds(client.pid);
    client.dispose();
    const read = (name: string) => JSON.parse(readFileSync(join(run, name), "utf8"));
    return {
      seconds,
      ...(processor !== null && { processor }),
      stages: read("timings.json"),
      report: read("report.json").timings,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** User and system time of a process that still runs; null where the system does not tell. */
function processorSeconds(pid: number | undefined): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  const fields = readFileSync(file, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  // in hundredths, on every Linux that Node runs on
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
