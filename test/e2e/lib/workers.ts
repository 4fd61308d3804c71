import { execFileSync } from "node:child_process";

/** Kills the children of the extension that is installed under `root`: others on this machine are none of ours. */
export function killWorkers(root: string): void {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  for (const line of lines)
    if (line.includes(root) && line.includes("worker.cjs"))
      process.kill(Number.parseInt(line, 10), "SIGKILL");
}
