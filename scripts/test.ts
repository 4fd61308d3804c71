import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/**
 * `npm test`: types, lint, build, unit and command-line tests, then the tests in a real browser and a real VS Code.
 * Every step runs even when one before it failed. Ends with `N passed, N failed`.
 */
const scratch = mkdtempSync(join(tmpdir(), "syndata-test-"));
let passed = 0;
let failed = 0;
const seconds = new Map<string, number>();

step("types", "npx", ["tsc", "-p", "."]);
step("types, webview", "npx", ["tsc", "-p", "webview"]);
step("types, dashboard", "npx", ["tsc", "-p", "web"]);
step("types, VS Code tests", "npx", ["tsc", "-p", "test/e2e"]);
step("lint", "npx", ["biome", "check", "--error-on-warnings", "."]);
step("structure", "npx", ["tsx", "scripts/checkStructure.ts"]);
step("build", "npx", ["tsx", "scripts/build.ts", "--clean"]);
step("databases for the tests", "bash", ["test/service/install.sh"]);
step("browser and VS Code for the tests", "bash", ["test/e2e/install.sh"]);
vitest();
if (existsSync("test/e2e/run.ts")) endToEnd();

rmSync(scratch, { recursive: true, force: true });
console.log("\n── how long each step took");
for (const [name, time] of seconds) console.log(`${time.toFixed(1).padStart(8)} s  ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function step(name: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${name}`);
  const { status } = timed(name, () => spawnSync(command, args, { stdio: "inherit" }));
  const ok = status === 0;
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? "✔" : "✖"} ${name} (${seconds.get(name)!.toFixed(1)} s)`);
  return ok;
}

function timed<T>(name: string, work: () => T): T {
  const started = performance.now();
  const result = work();
  seconds.set(name, (performance.now() - started) / 1000);
  return result;
}

function vitest(): void {
  console.log("\n── unit and command line");
  const out = join(scratch, "vitest.json");
  const args = ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${out}`];
  timed("unit and command line", () =>
    spawnSync("npx", args, { stdio: "inherit", env: { ...process.env, SYNDATA_SKIP_BUILD: "1" } }),
  );
  listSlowest(out);
  count(out, (result) => ({
    passed: result.numPassedTests ?? 0,
    failed: (result.numFailedTests ?? 0) + ((result.numFailedTestSuites ?? 0) ? 1 : 0),
  }));
}

/** The ten tests that took longest. */
function listSlowest(file: string): void {
  if (!existsSync(file)) return;
  const { testResults = [] } = JSON.parse(readFileSync(file, "utf8")) as Counts;
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      where: relative(".", name),
      fullName,
      ms: duration ?? 0,
    })),
  );
  tests.sort((a, b) => b.ms - a.ms);
  console.log("\nslowest tests");
  for (const { where, fullName, ms } of tests.slice(0, 10))
    console.log(`${(ms / 1000).toFixed(1).padStart(8)} s  ${where}: ${fullName}`);
}

function endToEnd(): void {
  console.log("\n── VS Code and browser");
  const out = join(scratch, "e2e.json");
  timed("VS Code and browser", () =>
    spawnSync("npx", ["tsx", "test/e2e/run.ts", "--json", out], { stdio: "inherit" }),
  );
  count(out, (result) => ({ passed: result.passed ?? 0, failed: result.failed ?? 0 }));
}

interface Counts {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numFailedTestSuites?: number;
  readonly testResults?: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly duration?: number | null }[];
  }[];
  readonly passed?: number;
  readonly failed?: number;
}

/** A runner that left no result counts as one failure. */
function count(file: string, read: (result: Counts) => { passed: number; failed: number }): void {
  if (!existsSync(file)) {
    failed++;
    return;
  }
  const found = read(JSON.parse(readFileSync(file, "utf8")) as Counts);
  passed += found.passed;
  failed += found.failed;
}
