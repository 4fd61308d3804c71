import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildHostTests } from "./lib/buildHostTests.ts";
import { pause, startServer } from "./lib/server.ts";
import { launchBrowser, remoteUri, workbenchUrl } from "./lib/workbench.ts";
import { makeWorkspace } from "./lib/workspace.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs the Mocha suites of `host/` inside the extension host of a real workbench. A run that never ends is one failure. */
export async function runHostTests(extension: string, seconds = 900): Promise<Counts> {
  const tests = await buildHostTests();
  const workspace = makeWorkspace();
  const scratch = mkdtempSync(join(tmpdir(), "syndata-host-"));
  const out = join(scratch, "report.txt");
  const server = await startServer({ driver: true, env: { E2E_TEST_OUT: out } });
  const browser = await launchBrowser();
  const errors: string[] = [];
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    let exited: (code: number) => void = () => undefined;
    const done = new Promise<number>((resolve) => {
      exited = resolve;
    });
    // the workbench calls these two during an extension test run; they must be there before it loads
    await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
      if (process.env["E2E_VERBOSE"]) console.log("[log]", type, ...args);
      else if (type === "error") errors.push(args.map(String).join(" ").slice(0, 1500));
    });
    await page.exposeFunction("codeAutomationExit", (code: number) => exited(code));
    await page.goto(
      workbenchUrl(server.host, workspace, [
        ["extensionDevelopmentPath", remoteUri(server.host, extension)],
        ["extensionTestsPath", remoteUri(server.host, tests)],
      ]),
      { timeout: 120_000, waitUntil: "domcontentloaded" },
    );
    const ended = await Promise.race([done.then(() => true), pause(seconds * 1000).then(() => false)]);
    if (!ended) await page.screenshot({ path: join(tmpdir(), "syndata-host-timeout.png") });
    const text = existsSync(out) ? readFileSync(out, "utf8") : "";
    const result = /^E2E_RESULT (.*)$/m.exec(text)?.[1];
    console.log(text.replace(/^E2E_RESULT .*$/m, ""));
    if (result !== undefined) return JSON.parse(result) as Counts;
    console.error(
      `the suites did not end${ended ? "" : ` within ${seconds} s`}:\n${errors.slice(-6).join("\n")}`,
    );
    return { passed: 0, failed: 1 };
  } finally {
    await browser.close();
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}
