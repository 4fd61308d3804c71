import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as vscode from "vscode";
import { api } from "./until.ts";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly taskDefinitions: readonly { readonly type: string }[];
  };
}

describe("activation", () => {
  it("finds the extension and its interface", async () => {
    const { version, run, report, profile, onDidFinishRun } = await api();
    assert.equal(version, 1);
    for (const member of [run, report, profile, onDidFinishRun]) assert.equal(typeof member, "function");
  });

  it("registers every command of the manifest", async () => {
    await api();
    const manifest = vscode.extensions.getExtension("syndata.syndata")?.packageJSON as Manifest;
    const registered = await vscode.commands.getCommands(true);
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.includes(command));
    assert.deepEqual(missing, []);
  });

  it("loads and activates without reading a file", () => {
    const extension = vscode.extensions.getExtension("syndata.syndata");
    const script = join(__dirname, "activate.cjs");
    const { touched } = JSON.parse(
      execFileSync(process.execPath, [script, extension?.extensionPath ?? ""], {
        encoding: "utf8",
        env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      }),
    ) as { touched: string[] };
    assert.deepEqual(touched, []);
  });

  it("offers tasks for every config, run and validate", async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: "syndata" });
    const names = tasks.map(({ name }) => name);
    assert.ok(names.includes("run quick.synth.json"), names.join());
    assert.ok(names.includes("validate wide.synth.json"), names.join());
  });
});
