import { type ChildProcess, fork } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GridJson, NotebookEvent, NotebookJob, PageJob } from "../protocol/notebook.ts";
import type { ReportJson } from "../protocol/report.ts";
import type { RunEvent } from "../protocol/run.ts";
import type { CompareJob, JobHandle, RunJob, WorkerReply, WorkerRequest } from "../protocol/worker.ts";
import { concludeKilled } from "../runFolder/runFolder.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import type { ReadOptions } from "../table/read/readOptions.ts";

/** A worker has this long to stop by itself once asked; then it is killed. */
const cancelGraceMs = 1800;

/** The child process ended without a last word; `log` is the end of what it printed. */
export class WorkerCrash extends Error {
  override readonly name = "WorkerCrash";
  readonly log: string;
  /** It was asked to stop and did not in time. */
  readonly cancelled: boolean;
  constructor(message: string, log: string, cancelled = false) {
    super(message);
    this.log = log;
    this.cancelled = cancelled;
  }
}

/** Forks `dist/worker.cjs` for one job after another; a crashed child is replaced at the next job. */
export class WorkerClient {
  readonly #script: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #nextId = 1;

  constructor(script: string, env: NodeJS.ProcessEnv = process.env) {
    this.#script = script;
    this.#env = env;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** The state of a run whose child died is written here: the child could not. */
  run(job: RunJob, onEvent: (event: RunEvent) => void): JobHandle<number> {
    let runDir: string | undefined;
    const { result, cancel } = this.#start(
      { type: "run", id: this.#nextId++, job },
      (reply) => {
        if (reply.type !== "event") return;
        if (reply.event.type === "run") runDir = reply.event.runDir;
        onEvent(reply.event);
      },
      (exitCode) => exitCode,
    );
    const concluded = result.catch(async (error: unknown) => {
      if (error instanceof WorkerCrash && runDir !== undefined)
        await concludeKilled(runDir, error.cancelled ? "cancelled" : "failed", error.message).catch(
          () => undefined,
        );
      throw error;
    });
    return { result: concluded, cancel };
  }

  profile(path: string, options: ReadOptions = {}): JobHandle<TableProfile> {
    let profile: TableProfile | undefined;
    return this.#start(
      { type: "profile", id: this.#nextId++, path, options },
      (reply) => {
        if (reply.type === "profile") profile = reply.profile as TableProfile;
      },
      () => need(profile),
    );
  }

  /** SHA-256 of the file's bytes, as in a run's state. */
  fingerprint(path: string): JobHandle<string> {
    let hash: string | undefined;
    return this.#start(
      { type: "fingerprint", id: this.#nextId++, path },
      (reply) => {
        if (reply.type === "fingerprint") hash = reply.hash;
      },
      () => need(hash),
    );
  }

  /** `report` is absent when the exit code says why: the last event told the failure. */
  compare(
    job: CompareJob,
    onEvent: (event: RunEvent) => void,
  ): JobHandle<{ exitCode: number; report?: ReportJson }> {
    let report: ReportJson | undefined;
    return this.#start(
      { type: "compare", id: this.#nextId++, job },
      (reply) => {
        if (reply.type === "event") onEvent(reply.event);
        if (reply.type === "report") report = reply.report;
      },
      (exitCode) => ({ exitCode, ...(report !== undefined && { report }) }),
    );
  }

  /** Runs cells; query results stay open in the child for `page`. */
  notebook(job: NotebookJob, onEvent: (event: NotebookEvent) => void): JobHandle<number> {
    return this.#start(
      { type: "notebook", id: this.#nextId++, job },
      (reply) => {
        if (reply.type === "notebook") onEvent(reply.event);
      },
      (exitCode) => exitCode,
    );
  }

  /** Other rows of a grid; null when its result is no longer open. */
  page(job: PageJob): JobHandle<GridJson | null> {
    let grid: GridJson | null | undefined;
    return this.#start(
      { type: "page", id: this.#nextId++, job },
      (reply) => {
        if (reply.type === "page") grid = reply.grid;
      },
      () => need(grid),
    );
  }

  /** Ends the child; a running job is given no time. */
  dispose(): void {
    this.#child?.disconnect();
    this.#child = undefined;
  }

  #start<T>(
    request: Exclude<WorkerRequest, { type: "cancel" }>,
    onReply: (reply: WorkerReply) => void,
    finish: (exitCode: number) => T,
  ): JobHandle<T> {
    const child = this.#ready();
    let printed = "";
    const keep = (chunk: Buffer): void => {
      printed = (printed + chunk.toString("utf8")).slice(-4000);
    };
    let killed: NodeJS.Timeout | undefined;
    let cancelled = false;
    const result = new Promise<T>((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(killed);
        child.off("message", onMessage);
        child.off("exit", onExit);
        child.stderr?.off("data", keep);
        child.stdout?.off("data", keep);
        child.unref();
        child.channel?.unref();
      };
      const onMessage = (reply: WorkerReply): void => {
        if (reply.type === "ready" || reply.id !== request.id) return;
        if (reply.type !== "end") {
          onReply(reply);
          return;
        }
        settle();
        if (reply.error !== undefined) reject(new Error(reply.error));
        else
          try {
            resolve(finish(reply.exitCode));
          } catch (error) {
            reject(error);
          }
      };
      const onExit = (code: number | null, signal: string | null): void => {
        settle();
        this.#child = undefined;
        if (cancelled)
          reject(new WorkerCrash("the worker did not stop in time and was ended", printed, true));
        else
          reject(
            new WorkerCrash(
              `the worker process ended unexpectedly (${signal ?? `exit code ${code}`})`,
              printed,
            ),
          );
      };
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.stderr?.on("data", keep);
      child.stdout?.on("data", keep);
      child.ref();
      child.channel?.ref();
      child.send(request);
    });
    return {
      result,
      cancel: () => {
        if (cancelled) return;
        cancelled = true;
        if (child.connected) child.send({ type: "cancel", id: request.id });
        killed = setTimeout(() => child.kill("SIGKILL"), cancelGraceMs);
      },
    };
  }

  #ready(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    this.#child = fork(this.#script, [], {
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...this.#env, ELECTRON_RUN_AS_NODE: "1" },
      execArgv: [],
    });
    return this.#child;
  }
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the worker ended without a result");
  return value;
}

/** The bundled child process, beside the bundled command line. */
export function workerScript(): string {
  return join(dirname(fileURLToPath(import.meta.url)), "worker.cjs");
}
