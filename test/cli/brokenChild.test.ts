import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect, it } from "vitest";
import { type Finished, scratchFolder, start } from "./runCli.ts";

const folder = scratchFolder();
const csv = `a,b\n${Array.from({ length: 50 }, (_, i) => `${i},x${i % 3}`).join("\n")}\n`;
writeFileSync(join(folder, "a.csv"), csv);
writeFileSync(
  join(folder, "a.synth.json"),
  '{ "source": { "path": "a.csv" }, "output": { "path": "o.csv" } }',
);
writeFileSync(join(folder, "a.synthmodel"), "");

/** Ends the first child of a process by a signal, as a fault in a native library would. */
async function breakChild(pid: number, signal: NodeJS.Signals): Promise<void> {
  for (;;) {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    if (child !== undefined) return void process.kill(Number(child), signal);
    await sleep(5);
  }
}

async function broken(args: readonly string[], signal: NodeJS.Signals): Promise<Finished> {
  const { child, finished } = start(args, folder);
  await breakChild(child.pid!, signal);
  return await finished;
}

it.skipIf(process.platform !== "linux").each([
  [["profile", "a.csv"], /SIGSEGV\) while it worked on a\.csv: a native library failed/],
  [["init", "a.csv", "--out", "new.synth.json"], /on a\.csv and new\.synth\.json: a native library/],
  [["pii", "a.csv"], /on a\.csv: a native library/],
  [["rules", "a.csv"], /on a\.csv: a native library/],
  [["validate", "a.synth.json"], /on a\.synth\.json: a native library/],
  [["score", "a.synthmodel", "a.csv"], /on a\.csv and a\.synthmodel: a native library/],
  [["impute", "a.synthmodel", "a.csv"], /on a\.csv and a\.synthmodel: a native library/],
  [["report", "--real", "a.csv", "--synthetic", "a.csv"], /on a\.csv and a\.csv: a native library/],
] as const)("a segmentation fault while reading is a message: %j", async (args, message) => {
  const { code, stdout, stderr } = await broken(args, "SIGSEGV");
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("unexpected error");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

it.skipIf(process.platform !== "linux")(
  "a run says so and can be continued; a killed child is no bad file",
  async () => {
    const run = await broken(["run", "a.synth.json"], "SIGSEGV");
    expect(run.stderr).toContain("ended unexpectedly (SIGSEGV) while it worked on a.synth.json");
    const killed = await broken(["profile", "a.csv"], "SIGKILL");
    expect(killed.stderr).toMatch(/ended unexpectedly \(SIGKILL\) while it worked on a\.csv$/m);
    expect([run.code, killed.code]).toEqual([1, 1]);
  },
);

it.skipIf(process.platform !== "linux")("an assistant hears of it, and the server serves on", async () => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [resolve("dist/cli.cjs"), "mcp", "--root", folder],
    cwd: folder,
  });
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  const profile = () => client.callTool({ name: "profile_table", arguments: { path: "a.csv" } });
  const [answer] = await Promise.all([profile(), breakChild(transport.pid!, "SIGSEGV")]);
  expect(answer.isError).toBe(true);
  expect(JSON.stringify(answer.content)).toContain("(SIGSEGV) while it worked on a.csv");
  expect((await profile()).isError).toBeUndefined();
  await client.close();
});
