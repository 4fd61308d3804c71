import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { telemetryOff } from "../engine/telemetryOff.ts";
import type { JobEvent, JobInput, JobName, JobResult } from "../jobs/jobTable.ts";
import { CancelledError, FailureError } from "../pipeline/failure.ts";
import type { RunEvent } from "../protocol/run.ts";
import type { JobHandle, RunJob, WorkerReply, WorkerRequest } from "../protocol/worker.ts";
import { WorkerCrash } from "./workerCrash.ts";

/** A worker has this long to stop by itself once asked; then it is killed, unless it does another job that is still wanted. */
const cancelGraceMs = 1800;

/** Forks `dist/worker.cjs` for one job after another; a crashed child is replaced at the next job. */
export class WorkerClient {
  readonly #script: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #graceMs: number;
  /** Jobs of the child that somebody still waits for. */
  readonly #wanted = new Set<number>();
  #child: ChildProcess | undefined;
  #nextId = 1;

  constructor(script: string, env: NodeJS.ProcessEnv = process.env, graceMs = cancelGraceMs) {
    this.#script = script;
    this.#env = env;
    this.#graceMs = graceMs;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts one job of the table of jobs in the child. */
  start<Name extends JobName>(
    name: Name,
    input: JobInput<Name>,
    onEvent: (event: JobEvent<Name>) => void = () => undefined,
  ): JobHandle<JobResult<Name>> {
    return this.#start(name, input, (event) => onEvent(event as JobEvent<Name>)) as JobHandle<
      JobResult<Name>
    >;
  }

  /** Starts a run. The state of one whose child died is written here: the child could not. */
  run(job: RunJob, onEvent: (event: RunEvent) => void): JobHandle<number> {
    let runDir: string | undefined;
    const { result, cancel } = this.start("run", job, (event) => {
      if (event.type === "run") runDir = event.runDir;
      onEvent(event);
    });
    const concluded = result.catch(async (error: unknown) => {
      if (error instanceof WorkerCrash && runDir !== undefined) {
        // a child process, which starts others only for some jobs, reads no code of run folders to begin
        const { concludeKilled } = await import("../runFolder/runFolder.ts");
        await concludeKilled(runDir, {
          ...(error.cancelled ? { status: "cancelled", reason: null } : { status: "failed", reason: "lost" }),
          error: error.message,
        }).catch(() => undefined);
      }
      throw error;
    });
    return { result: concluded, cancel };
  }

  /** Ends the child at once, whatever it does. */
  kill(): void {
    this.#child?.kill("SIGKILL");
    this.dispose();
  }

  /** Ends the child, if it is still there; a running job is given no time. */
  dispose(): void {
    if (this.#child?.connected) this.#child.disconnect();
    this.#child = undefined;
  }

  #start(job: string, input: unknown, onEvent: (event: unknown) => void): JobHandle<unknown> {
    const id = this.#nextId++;
    const child = this.#ready();
    let printed = "";
    const keep = (chunk: Buffer): void => {
      printed = (printed + chunk.toString("utf8")).slice(-4000);
    };
    let killed: NodeJS.Timeout | undefined;
    let cancelled = false;
    let settled = false;
    this.#wanted.add(id);
    const result = new Promise<unknown>((resolve, reject) => {
      const settle = (): void => {
        settled = true;
        this.#wanted.delete(id);
        clearTimeout(killed);
        child.off("message", onMessage);
        child.off("exit", onExit);
        child.off("error", onError);
        child.stderr?.off("data", keep);
        child.stdout?.off("data", keep);
        child.unref();
        child.channel?.unref();
      };
      const onMessage = (reply: WorkerReply): void => {
        if (reply.type === "ready" || reply.id !== id) return;
        if (reply.type === "event") {
          onEvent(reply.event);
          return;
        }
        settle();
        const { end } = reply;
        if (end.state === "done") resolve(end.result);
        else reject(end.state === "cancelled" ? new CancelledError() : new FailureError(end.failure));
      };
      const onExit = (code: number | null, signal: string | null): void => {
        settle();
        this.#leave(child);
        reject(
          cancelled
            ? WorkerCrash.afterCancel(printed)
            : WorkerCrash.unexpected({ end: signal ?? `exit code ${code}`, log: printed, input }),
        );
      };
      // a message that a dead child could not take; its exit is reported by itself
      const onError = (error: Error): void => {
        if (child.pid !== undefined) return;
        settle();
        this.#leave(child);
        reject(WorkerCrash.unexpected({ end: `it could not be started: ${error.message}`, log: "", input }));
      };
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.on("error", onError);
      child.stderr?.on("data", keep);
      child.stdout?.on("data", keep);
      child.ref();
      child.channel?.ref();
      child.send({ type: "start", id, job, input } satisfies WorkerRequest);
    });
    const kill = (): void => {
      if (this.#wanted.size > 0) {
        killed = setTimeout(kill, this.#graceMs);
        return;
      }
      child.kill("SIGKILL");
      this.#leave(child);
    };
    return {
      result,
      cancel: () => {
        if (cancelled || settled) return;
        cancelled = true;
        this.#wanted.delete(id);
        if (child.connected) child.send({ type: "cancel", id } satisfies WorkerRequest);
        killed = setTimeout(kill, this.#graceMs);
      },
    };
  }

  /** The next job gets a new child. */
  #leave(child: ChildProcess): void {
    if (this.#child === child) this.#child = undefined;
  }

  #ready(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    this.#child = fork(this.#script, [], {
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...this.#env, ...telemetryOff, ELECTRON_RUN_AS_NODE: "1" },
      execArgv: [],
    });
    return this.#child;
  }
}

/** The program of the child process: beside the running one, or in `dist/` where TypeScript runs as it is. */
export function workerScript(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, "worker.cjs");
  return existsSync(beside) ? beside : join(here, "../../dist/worker.cjs");
}
