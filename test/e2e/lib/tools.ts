import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const e2eRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const projectRoot = resolve(e2eRoot, "../..");
/** Where the tools lie, outside git; kept between runs. */
export const toolsHome = resolve(process.env["E2E_HOME"] ?? join(e2eRoot, ".e2e"));

/** The server that is a whole VS Code, and the Node it runs on. */
export const serverEntry = join(toolsHome, "node_modules/code-server/out/node/entry.js");

export function serverNode(): string {
  const modules = join(toolsHome, "node_modules");
  const node = readdirSync(modules).find((name) => name.startsWith("node-linux-"));
  if (node === undefined) throw new Error(`no Node in ${modules}: run ${join(e2eRoot, "install.sh")}`);
  return join(modules, node, "bin/node");
}

/** Chromium from apt, VS Code and its Node from npm. Takes a second when they are there. */
export function installTools(): void {
  const { status } = spawnSync("bash", [join(e2eRoot, "install.sh")], { stdio: "inherit" });
  if (status !== 0) throw new Error("the tools of the end-to-end tests could not be installed");
}
