import { afterAll, beforeEach, vi } from "vitest";
import { children } from "../../src/cli/inChild.ts";
import { performCommandLine } from "../../src/cli/shell/commandLine.ts";
import { WorkerClient, workerScript } from "../../src/worker/client.ts";
import type { Finished } from "./runCli.ts";

/** The built child process, kept from one command to the next in the same folder. */
class KeptClient extends WorkerClient {
  override dispose(): void {}
  end(): void {
    super.dispose();
  }
}

/** A command line performed in this process, in a working folder. */
export type CommandLine = (args: readonly string[], cwd: string) => Promise<Finished>;

/**
 * Performs command lines as the program does, with its child process a real one that stays; several times as fast as a process for each.
 * For what a command does; what its process does (signals, pipes, its end) is tested by `runCli.ts`. Called once at the top of a test file.
 */
export function inThisProcess(): CommandLine {
  let kept: KeptClient | undefined;
  let home: string | undefined;
  const make = children.make;

  beforeEach(() => {
    process.env["NO_COLOR"] = "1";
    process.env["SYNDATA_CHECKPOINT_MS"] = "200";
  });
  afterAll(() => {
    kept?.end();
    children.make = make;
    delete process.env["NO_COLOR"];
    delete process.env["SYNDATA_CHECKPOINT_MS"];
  });

  return async (args, cwd) => {
    if (home !== cwd) kept?.end();
    const before = process.cwd();
    process.chdir(cwd);
    if (home !== cwd) kept = new KeptClient(workerScript());
    home = cwd;
    children.make = () => kept!;
    let stdout = "";
    let stderr = "";
    const out = vi.spyOn(process.stdout, "write").mockImplementation((...written) => {
      stdout += textOf(written[0]);
      return acknowledge(written);
    });
    const err = vi.spyOn(process.stderr, "write").mockImplementation((...written) => {
      stderr += textOf(written[0]);
      return acknowledge(written);
    });
    try {
      const code = await performCommandLine(args);
      return { code, stdout, stderr };
    } finally {
      out.mockRestore();
      err.mockRestore();
      process.exitCode = 0;
      process.chdir(before);
    }
  };
}

function textOf(chunk: Uint8Array | string): string {
  return typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
}

function acknowledge(written: readonly unknown[]): boolean {
  const done = written.findLast((argument) => typeof argument === "function");
  if (done !== undefined) (done as () => void)();
  return true;
}
