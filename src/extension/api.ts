import * as vscode from "vscode";
import type { ReportJson } from "../protocol/report.ts";
import type { RunEvent } from "../protocol/run.ts";
import type { CompareJob, RunOverrides } from "../protocol/worker.ts";
import { isActive, type QueuedRun } from "../runs/runQueue.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { runConfig } from "./commands/run.ts";
import type { Services } from "./services.ts";

/**
 * What other extensions can do with SynData:
 *
 * ```ts
 * const syndata = await vscode.extensions.getExtension<SynDataApi>("syndata.syndata")?.activate();
 * const run = await syndata?.run(vscode.Uri.file("/data/customers.synth.json"), { rows: 1000 });
 * if (run?.status === "done") await vscode.window.showTextDocument(vscode.Uri.file(run.output));
 * ```
 *
 * All work happens in child processes on this machine; nothing is sent anywhere.
 */
export interface SynDataApi {
  readonly version: 1;
  /**
   * Runs a config through the same queue as the person's own runs: it may wait for them, and shows in the status bar.
   * @param options in place of the config's; `signal` cancels
   * @returns how it ended, or undefined when it could not be queued (untrusted workspace, being run already), which the person was told
   */
  run(
    config: vscode.Uri,
    options?: RunOverrides & {
      readonly resume?: boolean;
      readonly signal?: AbortSignal;
      readonly onEvent?: (event: RunEvent) => void;
    },
  ): Promise<FinishedRun | undefined>;
  /** The quality report on any two tables; columns as `job.config` says, else inferred. Paths are absolute. @throws Error */
  report(job: CompareJob): Promise<ReportJson>;
  /** What is found in a table's columns. @throws Error when it cannot be read */
  profile(table: vscode.Uri): Promise<TableProfile>;
  /** A run of this window ended, whoever started it. */
  readonly onDidFinishRun: vscode.Event<FinishedRun>;
}

export interface FinishedRun {
  /** Absolute path of the config. */
  readonly config: string;
  readonly status: "done" | "failed" | "cancelled" | "killed";
  /** As on the command line: 0 done, 1 failed, 2 bad config or data, 3 a gate failed, 130 cancelled; null when killed. */
  readonly exitCode: number | null;
  /** `.syndata/runs/<id>`; null when it failed before there was one. */
  readonly runDir: string | null;
  /** Absolute path of the synthetic table; empty unless done. */
  readonly output: string;
  readonly rows: number;
  /** Messages of the gates that failed. */
  readonly gatesFailed: readonly string[];
  /** Why it failed or was killed. */
  readonly error: string | null;
}

export function createApi(context: vscode.ExtensionContext, services: Services): SynDataApi {
  const finished = new vscode.EventEmitter<FinishedRun>();
  context.subscriptions.push(
    finished,
    services.queue.onChange((run, event) => {
      if (event === undefined && !isActive(run)) finished.fire(describe(run));
    }),
  );
  return {
    version: 1,
    onDidFinishRun: finished.event,
    profile: (table) => services.profiles.get(table.fsPath),
    report: (job) => report(services, job),
    run: async (config, { resume = false, signal, onEvent, ...overrides } = {}) => {
      const queued = await runConfig(services, config.fsPath, { overrides, resume });
      if (queued === undefined) return undefined;
      const { key } = queued.run;
      const listening = services.queue.onChange((run, event) => {
        if (run.key === key && event !== undefined) onEvent?.(event);
      });
      const cancel = (): void => services.queue.cancel(key);
      if (signal?.aborted) cancel();
      signal?.addEventListener("abort", cancel);
      try {
        return describe(await queued.ended);
      } finally {
        signal?.removeEventListener("abort", cancel);
        listening.dispose();
      }
    },
  };
}

async function report(services: Services, job: CompareJob): Promise<ReportJson> {
  const worker = services.newWorker();
  try {
    return (await worker.start("report", job).result).report;
  } finally {
    worker.dispose();
  }
}

function describe({ job, status, reason, exitCode, error, live }: QueuedRun): FinishedRun {
  const done = live.end?.type === "done" ? live.end : undefined;
  return {
    config: job.config,
    status: finishedStatus(status, reason),
    exitCode,
    runDir: live.runDir,
    output: done?.output ?? "",
    rows: done?.rows ?? 0,
    gatesFailed: done?.gatesFailed ?? [],
    error,
  };
}

/** The words of version 1 of this interface. */
function finishedStatus(status: QueuedRun["status"], reason: QueuedRun["reason"]): FinishedRun["status"] {
  if (status === "succeeded") return "done";
  if (status === "cancelled") return "cancelled";
  return reason === "lost" ? "killed" : "failed";
}
