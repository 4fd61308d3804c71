import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";

export const cli = resolve("dist/cli.cjs");
export const examples = resolve("examples");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a real process. */
export async function syndata(args: readonly string[], cwd: string): Promise<Finished> {
  return await start(args, cwd).finished;
}

/** `env` is added to this process's; what is undefined there is taken out. */
export function start(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {},
): { child: ChildProcess; finished: Promise<Finished>; seen(text: string | RegExp): Promise<void> } {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", SYNDATA_CHECKPOINT_MS: "200", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const waiting: { readonly text: string | RegExp; readonly found: () => void }[] = [];
  const look = (): void => {
    const all = stdout + stderr;
    for (const wait of waiting)
      if (typeof wait.text === "string" ? all.includes(wait.text) : wait.text.test(all)) wait.found();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    look();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    look();
  });
  const finished = new Promise<Finished>((done) => {
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
  const seen = (text: string | RegExp): Promise<void> =>
    new Promise((found, fail) => {
      waiting.push({ text, found });
      look();
      void finished.then((end) =>
        fail(new Error(`ended with ${end.code} before ${text} was seen:\n${end.stdout}${end.stderr}`)),
      );
    });
  return { child, finished, seen };
}

/** A folder that goes away after the tests of the file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "syndata-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Process number of the worker that holds a run. */
export function workerPid(runPath: string): number {
  const lease = readdirSync(runPath)
    .filter((name) => /^lease-\d+\.json$/.test(name))
    .sort()
    .at(-1)!;
  return (JSON.parse(readFileSync(join(runPath, lease), "utf8")) as { readonly pid: number }).pid;
}
