import { type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join, relative } from "node:path";

/**
 * `npm test`: types, lint, build, unit and command-line tests, and the tests in a real browser and a real VS Code.
 * What waits (for downloads, for a window) runs beside what computes, and a step starts as soon as what it needs is there; the output of a
 * step beside another is printed when it ends.
 * Every step runs even when one before it failed. Ends with `N passed, N failed`.
 */
const scratch = mkdtempSync(join(tmpdir(), "syndata-test-"));
/** The window waits for one thing after the other; what is left of the processors is enough for the others, which end on all of them. */
const behindTheWindow = 4;
let passed = 0;
let failed = 0;
const seconds = new Map<string, number>();
const started = performance.now();

const packages = install();
const built = step("build", "npx", ["tsx", "scripts/build.ts", "--clean"]);
const vsCode = packages.then(() => step("VS Code for the tests", "bash", ["test/e2e/install.sh"]));
await Promise.all([
  check(),
  Promise.all([packages, built]).then(vitest),
  Promise.all([built, vsCode]).then(endToEnd),
]);

rmSync(scratch, { recursive: true, force: true });
console.log("\n── how long each step took; some ran side by side");
for (const [name, time] of seconds) console.log(`${time.toFixed(1).padStart(8)} s  ${name}`);
console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(8)} s  in all`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function check(): Promise<void> {
  const checks = {
    types: "tsc -p .",
    "types, webview": "tsc -p webview",
    "types, dashboard": "tsc -p web",
    "types, VS Code tests": "tsc -p test/e2e",
    lint: "biome check --error-on-warnings .",
    structure: "tsx scripts/checkStructure.ts",
  };
  for (const [name, command] of Object.entries(checks))
    await step(name, "npx", command.split(" "), behindTheWindow);
}

async function install(): Promise<void> {
  await step("databases for the tests", "bash", ["test/service/install.sh"]);
  await step("browser for the tests", "bash", ["test/installBrowser.sh"]);
}

async function step(
  name: string,
  command: string,
  args: readonly string[],
  priority?: number,
): Promise<void> {
  const { ok, output } = await timed(name, command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(priority !== undefined && { priority }),
  });
  if (ok) passed++;
  else failed++;
  console.log(`\n── ${name}\n${output}${ok ? "✔" : "✖"} ${name} (${seconds.get(name)!.toFixed(1)} s)`);
}

/** Runs a command to its end; its output where `stdio` pipes it. */
async function timed(
  name: string,
  command: string,
  args: readonly string[],
  { priority, ...options }: SpawnOptions & { readonly priority?: number },
): Promise<{ readonly ok: boolean; readonly output: string }> {
  const started = performance.now();
  const child = spawn(command, args, options);
  if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority);
  const output: Buffer[] = [];
  child.stdout?.on("data", (bytes: Buffer) => output.push(bytes));
  child.stderr?.on("data", (bytes: Buffer) => output.push(bytes));
  const ok = await new Promise<boolean>((resolve) => {
    child.on("error", (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      resolve(false);
    });
    child.on("close", (code) => resolve(code === 0));
  });
  seconds.set(name, (performance.now() - started) / 1000);
  return { ok, output: Buffer.concat(output).toString("utf8") };
}

async function vitest(): Promise<void> {
  console.log("\n── unit and command line");
  const out = join(scratch, "vitest.json");
  const args = ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${out}`];
  await timed("unit and command line", "npx", args, {
    stdio: "inherit",
    env: { ...process.env, SYNDATA_SKIP_BUILD: "1" },
    priority: behindTheWindow,
  });
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

async function endToEnd(): Promise<void> {
  const out = join(scratch, "e2e.json");
  const name = "VS Code and browser";
  const args = ["tsx", "test/e2e/run.ts", "--no-build", "--json", out];
  const { output } = await timed(name, "npx", args, { stdio: ["ignore", "pipe", "pipe"] });
  console.log(`\n── ${name}\n${output}`);
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
