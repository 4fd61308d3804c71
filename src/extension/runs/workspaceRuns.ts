import { dirname } from "node:path";
import * as vscode from "vscode";
import { newestFirst, type PastRun, readPastRun, runsOf } from "../../runs/pastRun.ts";
import { looseConfigs } from "./looseConfigs.ts";

/** Every run in the workspace and of the configs outside it, newest first; reads the small `state.json` of each. */
export async function workspaceRuns(
  ran: readonly string[] = [],
  token?: vscode.CancellationToken,
): Promise<PastRun[]> {
  const states = await vscode.workspace.findFiles(
    "**/.syndata/runs/*/state.json",
    "**/node_modules/**",
    5000,
    token,
  );
  const found = await Promise.all(
    states.filter((uri) => uri.scheme === "file").map((uri) => readPastRun(dirname(uri.fsPath))),
  );
  const loose = await Promise.all(looseConfigs(ran).map(runsOf));
  return newestFirst([...found.filter((run) => run !== undefined), ...loose.flat()]);
}
