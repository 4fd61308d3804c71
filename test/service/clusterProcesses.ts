import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { ServerProcess } from "./serverProcess.ts";

/** A worker as people start it. */
export class WorkerProcess {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;

  constructor(data: string, env: NodeJS.ProcessEnv, network: readonly string[] = []) {
    const [program, ...args] = [...network, process.execPath, "dist/cli.cjs", "work"];
    this.child = spawn(program!, args, {
      env: { ...process.env, ...env, SYNDATA_DATA: data },
      stdio: ["ignore", "inherit", "pipe"],
    });
    let said = "";
    this.ready = new Promise((resolve, reject) => {
      this.child.stderr!.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("takes jobs")) resolve();
      });
      this.child.once("exit", (code) => reject(new Error(`the worker ended with ${code}: ${said}`)));
    });
    this.ready.catch(() => undefined);
  }

  /** Processor time of the worker and of the children it has seen the end of, in seconds; Linux only. */
  processorSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  }

  /** Ends it, by default as a loss of power would. */
  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill(signal);
    await ended;
  }
}

export interface ClusterJob {
  readonly id: string;
  readonly state: string;
  readonly attempt: number;
  readonly stage: string | null;
  readonly reason: { readonly code: string } | null;
  readonly outputs: readonly { readonly name: string; readonly sha256: string }[];
}

/** Jobs of the server by id. */
export async function jobsOf(server: ServerProcess): Promise<Map<string, ClusterJob>> {
  const found = new Map<string, ClusterJob>();
  for (let cursor: string | null = ""; cursor !== null; ) {
    const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = await server.get<{ items: ClusterJob[]; next: string | null }>(`/v1/jobs?limit=200${more}`);
    for (const job of page.items) found.set(job.id, job);
    cursor = page.next;
  }
  return found;
}
