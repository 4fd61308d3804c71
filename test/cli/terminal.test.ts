import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { cli, examples, scratchFolder, start } from "./runCli.ts";

const folder = scratchFolder();

beforeAll(() => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  const config = (epochs: number): string =>
    JSON.stringify({
      source: { path: "penguins.csv" },
      model: { type: "ctgan", epochs },
      output: { path: `${epochs}.csv` },
      report: { enabled: false },
    });
  writeFileSync(join(folder, "short.synth.json"), config(2));
  writeFileSync(join(folder, "long.synth.json"), config(100_000));
});

/** Runs with a reader that leaves at the first byte of `stream`. */
async function cutOff(
  args: readonly string[],
  stream: "stdout" | "stderr" = "stdout",
): Promise<{ code: number | null; rest: string }> {
  const { child, finished } = start(args, folder);
  child[stream]?.once("data", () => child[stream]?.destroy());
  const { code, stderr } = await finished;
  return { code, rest: stderr };
}

describe("a reader that goes away", () => {
  it.each([["schema"], ["--help"], ["profile", "penguins.csv", "--json"]])(
    "%s ends quietly",
    async (...args) => {
      expect(await cutOff(args)).toEqual({ code: 0, rest: "" });
    },
  );

  it("of run --json: the run goes on to its end", async () => {
    const { code, rest } = await cutOff(["run", "short.synth.json", "--json"]);
    expect([code, rest]).toEqual([0, ""]);
    expect(existsSync(join(folder, "2.csv"))).toBe(true);
  });

  it("of standard error: the run goes on to its end", async () => {
    expect((await cutOff(["run", "short.synth.json"], "stderr")).code).toBe(0);
  });

  it("at once, before anything is written", async () => {
    const child = spawn(process.execPath, [cli, "schema"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    expect(await new Promise((done) => child.on("close", done))).toBe(0);
    expect(errors).toBe("");
  });
});

const hasScript = ((): boolean => {
  try {
    execFileSync("script", ["-qec", "true", "/dev/null"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(!hasScript)("Ctrl+C on a terminal leaves its own message standing", async () => {
  const shown = await new Promise<string>((done) => {
    const line = `stty rows 24 cols 100; exec "${process.execPath}" "${cli}" run long.synth.json`;
    // a shell of its own sets the terminal's size: with none, nothing is drawn
    const child = spawn("script", ["-qec", line, "/dev/null"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
    });
    let output = "";
    let asked = false;
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (asked || !/Train .*%/.test(output)) return;
      asked = true;
      child.stdin.write("\u0003");
    });
    child.on("close", () => done(output));
    onTestFinished(() => void child.kill());
  });
  const after = shown.slice(shown.indexOf("cancelled; continue with --resume"));
  expect(after).toMatch(/^cancelled; continue with --resume/);
  // nothing may erase a line (ESC [ … K, J or A) once it was told
  expect(after).not.toMatch(new RegExp(`${String.fromCharCode(27)}\\[\\d*[KJAG]`));
});
