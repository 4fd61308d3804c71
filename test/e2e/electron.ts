import { rmSync } from "node:fs";
import { runTests } from "@vscode/test-electron";
import { buildHostTests } from "./lib/buildHostTests.ts";
import { stageExtension } from "./lib/stage.ts";
import { makeWorkspace } from "./lib/workspace.ts";

/**
 * The suites of `host/` in a desktop VS Code, which is downloaded from Microsoft on the first call:
 *
 *   npx tsx test/e2e/electron.ts [VERSION]      (Linux without a display: xvfb-run -a …)
 *
 * For machines that may reach that server; `run.ts` needs the npm registry alone.
 */
const version = process.argv[2] ?? "stable";
const extension = stageExtension();
const workspace = makeWorkspace();
try {
  await runTests({
    version,
    extensionDevelopmentPath: extension,
    extensionTestsPath: await buildHostTests(),
    launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust"],
  });
} finally {
  rmSync(extension, { recursive: true, force: true });
  rmSync(workspace, { recursive: true, force: true });
}
