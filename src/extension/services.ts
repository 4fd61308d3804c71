import { join } from "node:path";
import * as vscode from "vscode";
import { RunQueue } from "../runs/runQueue.ts";
import { WorkerClient } from "../worker/client.ts";
import { ConfigChecks } from "./language/configChecks.ts";
import { Messages } from "./messages.ts";
import { Profiles } from "./profiles.ts";
import type { ReportPanels } from "./report/reportPanels.ts";

/** What the features share; made once at activation. Nothing here reads a file or starts a process before it is used. */
export interface Services {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Errors and questions to the person; every error carries *Show Log*. */
  readonly messages: Messages;
  /** Runs waiting, running and ended in this window. */
  readonly queue: RunQueue;
  /** Column profiles and fingerprints of data files, computed in a child process and remembered while the file stays as it is. */
  readonly profiles: Profiles;
  /** A new child process client; the caller disposes it. */
  newWorker(): WorkerClient;
  /** Findings about open configs, those of the Problems panel. */
  readonly checks: ConfigChecks;
  /** Set by `activate` before any command can run. */
  reports: ReportPanels;
  /** What this window remembers of a workspace (dismissed offers, run arguments). */
  readonly memory: vscode.Memento;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const log = vscode.window.createOutputChannel("SynData", { log: true });
  const script = join(context.extensionUri.fsPath, "dist", "worker.cjs");
  const newWorker = (): WorkerClient => new WorkerClient(script);
  const limit = (): number => vscode.workspace.getConfiguration("syndata").get<number>("maxParallelRuns", 1);
  const queue = new RunQueue(newWorker, limit);
  const profiles = new Profiles(newWorker);
  const checks = new ConfigChecks(profiles);
  context.subscriptions.push(
    log,
    queue,
    profiles,
    checks,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("syndata.maxParallelRuns")) queue.startWaiting();
    }),
  );
  const none = (): never => {
    throw new Error("reports are not registered");
  };
  return {
    extensionUri: context.extensionUri,
    log,
    messages: new Messages(log),
    queue,
    profiles,
    checks,
    newWorker,
    reports: { openFile: none, show: none, compare: none },
    memory: context.workspaceState,
  };
}
