import { dirname } from "node:path";
import * as vscode from "vscode";
import { newestFirst, type PastRun, readPastRun } from "./pastRun.ts";

/** Every run in the workspace, newest first; reads the small `state.json` of each. */
export async function workspaceRuns(token?: vscode.CancellationToken): Promise<PastRun[]> {
  const states = await vscode.workspace.findFiles(
    "**/.syndata/runs/*/state.json",
    "**/node_modules/**",
    5000,
    token,
  );
  const found = await Promise.all(
    states.filter((uri) => uri.scheme === "file").map((uri) => readPastRun(dirname(uri.fsPath))),
  );
  return newestFirst(found.filter((run) => run !== undefined));
}
