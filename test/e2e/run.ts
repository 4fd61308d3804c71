import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { stageExtension } from "./lib/stage.ts";
import { installTools, projectRoot } from "./lib/tools.ts";

/**
 * The tests in a real VS Code: suites inside its extension host, then a person's clicks in its window.
 *
 *   npx tsx test/e2e/run.ts [--only host|ui] [--linked] [--json FILE] [--no-build]
 *
 * The window has the extension from a VSIX that is packaged and installed first; with `--linked` from the build, which starts sooner.
 * Installs what it needs on the first call (a minute or two). E2E_GREP picks tests by name, E2E_KEEP keeps the folders it worked in.
 */
const { values } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string" },
    linked: { type: "boolean" },
    "no-build": { type: "boolean" },
  },
});
const wants = (part: string): boolean => values.only === undefined || values.only === part;
let [passed, failed] = [0, 0];

try {
  installTools();
  if (!values["no-build"]) {
    const { status } = spawnSync("npx", ["tsx", "scripts/build.ts"], { cwd: projectRoot, stdio: "inherit" });
    if (status !== 0) throw new Error("the build failed");
  }
  // these need the tools to be there
  const { runHostTests } = await import("./runHost.ts");
  const { runUiTests } = await import("./runUi.ts");
  const stage = stageExtension();
  try {
    if (wants("host")) await count("extension host", () => runHostTests(stage));
    if (wants("ui"))
      await count("window", () => runUiTests(values.linked ? { extension: stage } : { packaged: true }));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
} catch (error) {
  console.error(error);
  failed++;
}

if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ passed, failed }));
console.log(`end to end: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function count(name: string, part: () => Promise<{ passed: number; failed: number }>): Promise<void> {
  console.log(`\n${name}`);
  const started = Date.now();
  try {
    const counts = await part();
    passed += counts.passed;
    failed += counts.failed;
  } catch (error) {
    console.error(error);
    failed++;
  }
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
