import { join, relative } from "node:path";
import * as vscode from "vscode";
import { configGlob, excludeGlob } from "../files.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";

interface SynDataTask extends vscode.TaskDefinition {
  readonly config: string;
  readonly command?: "run" | "validate";
  readonly args?: readonly string[];
}

/** Tasks of type `syndata`: the command line that comes with the extension, its diagnostics in the Problems panel. */
export function registerTasks(context: vscode.ExtensionContext, services: Services): void {
  const cli = join(services.extensionUri.fsPath, "dist", "cli.cjs");
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider("syndata", {
      async provideTasks() {
        const uris = await vscode.workspace.findFiles(configGlob, excludeGlob, 200);
        return uris.flatMap((uri) => {
          const folder = vscode.workspace.getWorkspaceFolder(uri);
          if (folder === undefined || uri.scheme !== "file") return [];
          const config = relative(folder.uri.fsPath, uri.fsPath).replaceAll("\\", "/");
          return (["run", "validate"] as const).map((command) =>
            makeTask({ type: "syndata", config, command }, folder, cli),
          );
        });
      },
      resolveTask({ definition, scope }) {
        if (typeof definition["config"] !== "string" || scope === undefined) return undefined;
        return makeTask(definition as SynDataTask, scope, cli);
      },
    }),
  );
}

function makeTask(
  definition: SynDataTask,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  cli: string,
): vscode.Task {
  const { config, command = "run", args = [] } = definition;
  // VS Code's own Node; arguments are never put through a shell
  const execution = new vscode.ProcessExecution(process.execPath, [cli, command, config, ...args], {
    env: { ELECTRON_RUN_AS_NODE: "1", NO_COLOR: "1", SYNDATA_LANG: spokenLanguage().code },
    ...(typeof scope === "object" && { cwd: scope.uri.fsPath }),
  });
  const task = new vscode.Task(definition, scope, `${command} ${config}`, "SynData", execution, "$syndata");
  if (command === "run") task.group = vscode.TaskGroup.Build;
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always };
  return task;
}
