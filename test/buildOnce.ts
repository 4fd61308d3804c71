import { execFileSync } from "node:child_process";

/** Bundles `dist/` once before the tests, so that tests of real processes run what users run. */
export function setup(): void {
  if (process.env["SYNDATA_SKIP_BUILD"]) return;
  execFileSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], { stdio: "inherit" });
}
