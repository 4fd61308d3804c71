import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface CliResult {
  /** Exit code; null when a signal ended the process or it ran past the limit. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** Largest resident memory of any process of the command, in MB; 0 when none could say. */
  readonly peakMb: number;
  /** Processor time of all processes of the command that ended by themselves. */
  readonly cpuSeconds: number;
}

export interface CliOptions {
  readonly cwd: string;
  readonly timeoutMs: number;
}

/** Runs the built command line as its users do, and measures it. */
export async function runCli(args: readonly string[], { cwd, timeoutMs }: CliOptions): Promise<CliResult> {
  const scratch = mkdtempSync(join(tmpdir(), "syndata-cli-"));
  const hook = join(scratch, "hook.cjs");
  const peaks = join(scratch, "peaks");
  writeFileSync(
    hook,
    `process.on("exit", () => require("node:fs").appendFileSync(${JSON.stringify(peaks)}, process.resourceUsage().maxRSS + " " + (process.cpuUsage().user + process.cpuUsage().system) + "\\n"));`,
  );
  writeFileSync(peaks, "");
  const started = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../dist/cli.cjs"), ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: `--require ${hook}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  const ms = performance.now() - started;
  const usages = readFileSync(peaks, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
  rmSync(scratch, { recursive: true, force: true });
  const peakMb = (Math.max(0, ...usages.map(([kilobytes = 0]) => kilobytes)) * 1024) / 1e6;
  const cpuSeconds = usages.reduce((sum, [, micros = 0]) => sum + micros, 0) / 1e6;
  return { code, ...output, ms, peakMb, cpuSeconds };
}
