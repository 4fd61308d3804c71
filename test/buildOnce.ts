import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the bundles are made from. */
const sources = [
  "src",
  "webview",
  "web",
  "media",
  "syntheticTemplates",
  "scripts/build.ts",
  "scripts/buildWeb.ts",
  "package-lock.json",
];
/** Written last by a build. */
const stamp = "dist/packages.json";

/** Bundles `dist/` once before the tests, where a source is newer, so that tests of real processes run what users run. */
export function setup(): void {
  if (process.env["SYNDATA_SKIP_BUILD"]) return;
  if (existsSync(stamp) && newest(sources) < statSync(stamp).mtimeMs) return;
  execFileSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], { stdio: "inherit" });
}

/** The latest change below these paths, in milliseconds since 1970; a folder changes when a file is added or removed. */
function newest(paths: readonly string[]): number {
  let last = 0;
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    last = Math.max(last, found.mtimeMs);
    if (found.isDirectory()) last = Math.max(last, newest(readdirSync(path).map((name) => join(path, name))));
  }
  return last;
}
