import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { installVsix, linkExtension, makeRoot, startServer } from "./lib/server.ts";
import { e2eRoot, projectRoot } from "./lib/tools.ts";
import { launchBrowser, openWorkbench } from "./lib/workbench.ts";
import { makeWorkspace } from "./lib/workspace.ts";
import type { Counts } from "./runHost.ts";
import { afterRunTests } from "./ui/afterRun.ts";
import { badInputTests } from "./ui/badInput.ts";
import { boardTests } from "./ui/board.ts";
import { editorTests } from "./ui/editor.ts";
import { firstMinuteTests } from "./ui/firstMinute.ts";
import { firstUseTests } from "./ui/firstUse.ts";
import { fourClicksTests } from "./ui/fourClicks.ts";
import { gridTests } from "./ui/grid.ts";
import { lookTests } from "./ui/look.ts";
import { noFolderTests } from "./ui/noFolder.ts";
import { notebookTests } from "./ui/notebook.ts";
import { remoteRunsTests } from "./ui/remoteRuns.ts";
import { reportTests } from "./ui/report.ts";
import type { Window } from "./ui/window.ts";

/** Where pictures go: to be looked at, not compared. */
export const screens = join(e2eRoot, "screens");

/**
 * Clicks through one window of a real VS Code, all tests in it, in order. `packaged`: the extension comes from a VSIX that is made and
 * installed first.
 */
export async function runUiTests(
  from: { readonly extension: string } | { readonly packaged: true },
): Promise<Counts> {
  mkdirSync(screens, { recursive: true });
  const workspace = makeWorkspace();
  const root = makeRoot({ "workbench.colorTheme": "Default Dark Modern" });
  if ("packaged" in from) installVsix(root, packVsix(root));
  else linkExtension(root, from.extension);
  const server = await startServer({ root });
  const browser = await launchBrowser();
  try {
    const { page, faults } = await openWorkbench(browser, server.host, workspace);
    const window: Window = {
      page,
      faults,
      workspace,
      root,
      shot: async (name) => {
        await page.screenshot({ path: join(screens, `${name}.png`) });
      },
      openEmpty: async () => (await openWorkbench(browser, server.host, undefined)).page,
      openFolder: async (folder) => (await openWorkbench(browser, server.host, folder)).page,
    };
    const grep = process.env["E2E_GREP"];
    const mocha = new Mocha({ ui: "bdd", timeout: 300_000, ...(grep && { grep }) });
    mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis as never, "", mocha);
    mocha.suite.afterEach(async function () {
      if (this.currentTest?.state !== "failed") return;
      const name = `failed-${this.currentTest.title.replace(/\W+/g, "-").slice(0, 60)}`;
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [i, one] of pages.entries())
        await one.screenshot({ path: join(screens, `${name}-${i + 1}.png`) }).catch(() => undefined);
    });
    firstUseTests(window);
    editorTests(window);
    boardTests(window);
    gridTests(window);
    reportTests(window);
    afterRunTests(window);
    badInputTests(window);
    lookTests(window);
    firstMinuteTests(window);
    fourClicksTests(window);
    remoteRunsTests(window);
    noFolderTests(window);
    notebookTests(window);
    return await new Promise((resolve) => {
      const runner = mocha.run((failures) =>
        resolve({ passed: runner.stats?.passes ?? 0, failed: failures }),
      );
    });
  } finally {
    await browser.close();
    await server.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
}

function packVsix(root: string): string {
  const vsix = join(mkdtempSync(join(root, "pack-")), "syndata.vsix");
  execFileSync("npx", ["tsx", "scripts/package.ts", "--out", vsix, "--no-build"], {
    cwd: projectRoot,
    stdio: "inherit",
    env: { ...process.env, TMPDIR: root },
  });
  return vsix;
}
