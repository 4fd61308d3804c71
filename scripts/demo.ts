import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** `npm run demo`: builds, then trains CTGAN on the bundled Adult table and writes the synthetic CSV. */
mkdirSync("out", { recursive: true });
for (const args of [
  ["--import", "tsx", "scripts/build.ts"],
  ["dist/cli.cjs", "run", "examples/adult.synth.json", ...process.argv.slice(2)],
]) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
