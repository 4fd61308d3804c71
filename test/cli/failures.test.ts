import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunState } from "../../src/runFolder/runState.ts";
import { inThisProcess } from "./inThisProcess.ts";
import { cli, examples, type Finished, scratchFolder, start, workerPid } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const config = (change: Record<string, unknown>): string =>
  JSON.stringify({
    source: { path: "penguins.csv" },
    model: { type: "independent" },
    output: { path: "made.csv" },
    report: { enabled: false },
    ...change,
  });

beforeAll(async () => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  writeFileSync(join(folder, "p.synth.json"), config({}));
  expect((await syndata(["run", "p.synth.json", "--quiet"], folder)).code).toBe(0);
});

/** As on a disk with room for files of `kilobytes` only. */
async function onFullDisk(kilobytes: number, args: readonly string[]): Promise<Finished> {
  const line = `ulimit -f ${kilobytes}; exec "$0" "$@"`;
  const child = spawn("bash", ["-c", line, process.execPath, cli, ...args], { cwd: folder });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, stdout, stderr };
}

describe.skipIf(process.platform === "win32")(
  "a full disk is a failure, exit code 1, and names the file",
  () => {
    it.each([
      ["init", ["init", "penguins.csv", "-o", "full.synth.json"], /full\.synth\.json/],
      ["sample", ["sample", "p.synthmodel", "--rows", "50", "--out", "full.csv"], /full\.csv/],
      ["run", ["run", "p.synth.json", "--out", "full.csv"], /lease-1\.json|state\.json|events\.jsonl/],
      [
        "report",
        [
          "report",
          "--real",
          "penguins.csv",
          "--synthetic",
          "made.csv",
          "--sections",
          "fidelity",
          "--html",
          "full.html",
        ],
        /full\.html/,
      ],
    ])("%s", async (_, args, file) => {
      const end = await onFullDisk(0, args);
      expect(end.stderr).toMatch(file);
      expect(end.stderr).not.toContain("unexpected");
      expect(end.code).toBe(1);
      // the figures are there even where the page is not
      if (args[0] === "report") expect(end.stdout).toContain("Quality report");
    });
  },
);

it("a killed worker leaves no run behind that looks alive", async () => {
  writeFileSync(join(folder, "long.synth.json"), config({ model: { type: "ctgan", epochs: 100_000 } }));
  const { child, finished, seen } = start(["run", "long.synth.json"], folder);
  await seen(/Train \d+%|Preprocess/);
  const runs = join(folder, ".syndata/runs");
  const run = join(runs, readdirSync(runs).find((name) => name.includes("-long-"))!);
  const state = (): RunState => JSON.parse(readFileSync(join(run, "state.json"), "utf8")) as RunState;
  expect(state().status).toBe("running");
  expect(workerPid(run)).not.toBe(child.pid);
  process.kill(workerPid(run), "SIGKILL");
  expect((await finished).code).toBe(1);
  expect(state()).toMatchObject({
    status: "failed",
    reason: "lost",
    error: expect.stringContaining("SIGKILL") as string,
  });
});

describe("report refuses with exit code 2", () => {
  it.each([
    [
      "two tables with no common column",
      "other.csv",
      undefined,
      /other\.csv and penguins\.csv have no column in common/,
    ],
    [
      "a holdout of another table",
      "made.csv",
      "other.csv",
      /the holdout other\.csv cannot be used: it lacks "species"/,
    ],
  ])("%s", async (_, synthetic, holdout, reason) => {
    writeFileSync(join(folder, "other.csv"), `a,b\n${"1,2\n".repeat(60)}`);
    const args = ["report", "--real", "penguins.csv", "--synthetic", synthetic];
    const end = await syndata(holdout === undefined ? args : [...args, "--holdout", holdout], folder);
    expect(end.stderr).toMatch(reason);
    expect(end.code).toBe(2);
  });
});

it("run prints the figures of a report whose page cannot be written", async () => {
  // the page's place is taken by a folder that is not empty
  const { finished, seen } = start(
    ["run", "p.synth.json", "--set", 'report={"sections":["fidelity"]}', "--set", "output.path=page/p.csv"],
    folder,
  );
  await seen(/✔ Train/);
  const runs = join(folder, ".syndata/runs");
  const newest = readdirSync(runs)
    .filter((id) => id.includes("-p-"))
    .sort()
    .at(-1)!;
  mkdirSync(join(runs, newest, "report.html/taken"), { recursive: true });
  const end = await finished;
  expect(end.stderr).toContain("report.html");
  expect(end.stdout).toContain("Quality report");
  expect(end.code).not.toBe(0);
});
