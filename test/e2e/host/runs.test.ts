import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { api, readJson, until, workspacePath, writeConfig } from "./until.ts";

const quick = (name: string, epochs = 1): vscode.Uri =>
  writeConfig(name, {
    source: { path: "quick.csv" },
    model: { type: "ctgan", epochs },
    output: { path: `synthetic/${name.replace(".synth.json", "")}.csv` },
    report: { sections: ["fidelity"] },
  });

/** The children of this extension: others on this machine are none of ours. */
function workerPids(): number[] {
  const folder = vscode.extensions.getExtension("syndata.syndata")?.extensionPath;
  if (folder === undefined) return [];
  const script = join(folder, "dist", "worker.cjs");
  return execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(script))
    .map((line) => Number.parseInt(line, 10));
}

describe("runs", () => {
  it("trains in a child process and leaves data and report", async () => {
    const { run } = await api();
    const stages: string[] = [];
    const result = await run(quick("trained.synth.json"), {
      onEvent: (event) => {
        if (event.type === "stage" && event.state === "start") stages.push(event.stage);
      },
    });
    assert.equal(result?.status, "done", String(result?.error));
    assert.deepEqual(stages, ["validate", "preprocess", "train", "sample", "assess", "report"]);
    assert.ok(readFileSync(result.output, "utf8").startsWith("species,island"));
    assert.equal(readJson(join(result.runDir ?? "", "report.json"))["version"], 1);
  });

  it("runs one at a time, the others wait", async () => {
    const { run } = await api();
    const order: string[] = [];
    const started = (name: string) => (event: { readonly type: string }) => {
      if (event.type === "run") order.push(`${name} starts`);
      if (event.type === "done") order.push(`${name} ends`);
    };
    const results = await Promise.all([
      run(quick("first.synth.json"), { onEvent: started("first") }),
      run(quick("second.synth.json"), { onEvent: started("second") }),
    ]);
    assert.deepEqual(
      results.map((result) => result?.status),
      ["done", "done"],
    );
    const words = order.map((entry) => entry.split(" "));
    assert.deepEqual(
      words.map(([, what]) => what),
      ["starts", "ends", "starts", "ends"],
    );
    assert.deepEqual([words[0]?.[0], words[2]?.[0]], [words[1]?.[0], words[3]?.[0]]);
  });

  it("cancels, and says that it can be resumed", async () => {
    const { run } = await api();
    const abort = new AbortController();
    const result = await run(quick("cancelled.synth.json", 5000), {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === "progress" && event.stage === "train") abort.abort();
      },
    });
    assert.equal(result?.status, "cancelled");
    assert.equal(result.exitCode, 130);
    assert.ok(!existsSync(workspacePath("synthetic", "cancelled.csv")));
    const again = await run(vscode.Uri.file(workspacePath("cancelled.synth.json")), {
      resume: true,
      epochs: 1,
    });
    assert.ok(again !== undefined);
  });

  it("tells a killed child from a failure, and resumes", async () => {
    const { run } = await api();
    const config = quick("killed.synth.json", 5000);
    let killed = false;
    const result = await run(config, {
      onEvent: (event) => {
        if (killed || event.type !== "progress" || event.stage !== "train" || (event.epoch ?? 0) < 3) return;
        killed = true;
        for (const pid of workerPids()) process.kill(pid, "SIGKILL");
      },
    });
    assert.equal(result?.status, "killed");
    assert.ok(result.runDir && existsSync(result.runDir));
    const abort = new AbortController();
    let resumed = false;
    const again = await run(config, {
      resume: true,
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === "run") resumed = event.resumed;
        if (event.type === "progress" && event.stage === "train") abort.abort();
      },
    });
    assert.equal(again?.status, "cancelled");
    assert.ok(resumed);
  });

  it("ends clearly when the table is deleted under it", async () => {
    const { run } = await api();
    writeConfig("gone.csv", readFileSync(workspacePath("quick.csv"), "utf8"));
    const config = writeConfig("gone.synth.json", {
      source: { path: "gone.csv" },
      model: { type: "ctgan", epochs: 3 },
    });
    const result = await run(config, {
      onEvent: (event) => {
        if (event.type === "stage" && event.stage === "train")
          rmSync(workspacePath("gone.csv"), { force: true });
      },
    });
    assert.ok(result?.status === "done" || result?.status === "failed");
    if (result.status === "failed") assert.match(result.error ?? "", /gone\.csv/);
  });

  it("goes on when its config is renamed", async () => {
    const { run } = await api();
    const config = quick("before.synth.json", 3);
    const result = await run(config, {
      onEvent: (event) => {
        if (event.type === "stage" && event.stage === "train" && existsSync(config.fsPath))
          renameSync(config.fsPath, workspacePath("after.synth.json"));
      },
    });
    assert.equal(result?.status, "done", String(result?.error));
    assert.ok(existsSync(result.output));
  });

  it("refuses a config with errors, with the reason", async () => {
    const { run } = await api();
    const config = writeConfig("bad.synth.json", { source: { path: "nowhere.csv" } });
    const result = await run(config);
    assert.equal(result?.status, "failed");
    assert.equal(result.exitCode, 2);
    assert.match(result.error ?? "", /nowhere\.csv|error/);
  });

  it("runs as a task", async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: "syndata" });
    const task = tasks.find(({ name }) => name === "validate quick.synth.json");
    assert.ok(task);
    const code = new Promise<number | undefined>((resolve) => {
      const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        listening.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    assert.equal(await code, 0);
  });

  it("makes a config for a table of 60 MB without opening it as text", async function () {
    this.timeout(300_000);
    const table = workspacePath("large.csv");
    writeFileSync(table, `number,word\n${"1234567,some words that fill the line\n".repeat(1_650_000)}`);
    assert.ok(statSync(table).size > 60e6);
    const config = await vscode.commands.executeCommand<string>("syndata.synthesize", vscode.Uri.file(table));
    assert.ok(existsSync(config), "no config");
    assert.ok(!vscode.workspace.textDocuments.some(({ uri }) => uri.fsPath === table));
    rmSync(table);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("profiles a table and compares two", async () => {
    const { profile, report } = await api();
    const found = await profile(vscode.Uri.file(workspacePath("quick.csv")));
    assert.ok(found.columns.some(({ name }) => name === "species"));
    const judged = await report({
      real: workspacePath("quick.csv"),
      synthetic: workspacePath("penguins.csv"),
      sections: ["fidelity"],
    });
    assert.equal(judged.version, 1);
    await assert.rejects(profile(vscode.Uri.file(workspacePath("none.csv"))), /none\.csv/);
    await until("the children to end", () => workerPids().length <= 2);
  });
});
