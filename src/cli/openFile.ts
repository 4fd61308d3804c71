import { spawn } from "node:child_process";

/** Opens a file with the program that the system has for it; quietly does nothing where there is no such thing. */
export function openFile(path: string): void {
  const [program, ...args] =
    process.platform === "darwin"
      ? ["open", path]
      : process.platform === "win32"
        ? ["explorer", path]
        : ["xdg-open", path];
  spawn(program!, args, { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
