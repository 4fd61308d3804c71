import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** `npm run serve`: builds what is missing and serves on a loopback address; what follows `--` goes to `syndata serve`. */
const parts = ["dist/cli.cjs", "dist/serve.cjs", "dist/worker.cjs", "dist/web/index.html"];
if (!parts.every((path) => existsSync(path))) run(["--import", "tsx", "scripts/build.ts"]);
process.exitCode = run(["dist/cli.cjs", "serve", ...process.argv.slice(2)]);

function run(args: readonly string[]): number {
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
}
