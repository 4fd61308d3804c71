import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explorerMenu } from "./lib/explorer.ts";
import { answer, notification } from "./lib/notifications.ts";
import { linkExtension, makeRoot, startServer } from "./lib/server.ts";
import { stageExtension } from "./lib/stage.ts";
import { projectRoot } from "./lib/tools.ts";
import { launchBrowser, openWorkbench, runCommand, statusBar, webview } from "./lib/workbench.ts";

/** `npx tsx test/e2e/pictures.ts`: the pictures of the README, `media/screenshots/{editor,run,report}.png`, from a real window. */
const out = join(projectRoot, "media/screenshots");
mkdirSync(out, { recursive: true });
const workspace = join(realpathSync(mkdtempSync(join(tmpdir(), "syndata-pictures-"))), "census");
mkdirSync(workspace);
for (const name of ["adult.csv", "penguins.csv"])
  copyFileSync(join(projectRoot, "examples", name), join(workspace, name));
const config = {
  source: { path: "penguins.csv" },
  model: { type: "gaussianCopula" },
  report: { target: "species" },
};
writeFileSync(join(workspace, "penguins.synth.json"), `${JSON.stringify(config, null, 2)}\n`);

const extension = stageExtension();
const root = makeRoot({ "workbench.colorTheme": "Default Dark Modern" });
linkExtension(root, extension);
const server = await startServer({ root });
const browser = await launchBrowser();
try {
  const { page } = await openWorkbench(browser, server.host, workspace);
  page.setDefaultTimeout(60_000);
  const shoot = (name: string): Promise<Buffer> => page.screenshot({ path: join(out, `${name}.png`) });
  /** The mouse out of the way of hovers, and time for what fades. */
  const settle = async (): Promise<void> => {
    await page.mouse.move(700, 785);
    await page.waitForTimeout(1800);
  };

  await explorerMenu(page, "adult.csv", "Synthesize…");
  await webview(page).getByText("marital-status").first().waitFor();
  await settle();
  await shoot("editor");

  await explorerMenu(page, "adult.synth.json", "Run");
  await page.locator(".activitybar .action-label[aria-label*='SynData']").click();
  await statusBar(page, /adult: Train [1-9]/).waitFor({ timeout: 180_000 });
  await page
    .locator(".monaco-list-row", { hasText: /^adult/ })
    .last()
    .click();
  await page.keyboard.press("ArrowRight");
  await page.locator(".monaco-list-row", { hasText: "negativeLogLikelihood" }).waitFor({ timeout: 180_000 });
  await settle();
  await shoot("run");
  await runCommand(page, "SynData: Cancel Run");

  await page.locator(".activitybar .action-label[aria-label*='Explorer']").first().click();
  await explorerMenu(page, "penguins.synth.json", "Run");
  await notification(page, /synthetic rows in/).waitFor({ timeout: 180_000 });
  await answer(page, /synthetic rows in/, "Open Report");
  await webview(page).locator("h1", { hasText: "penguins" }).waitFor();
  await runCommand(page, "Notifications: Clear All Notifications");
  await settle();
  await shoot("report");
} finally {
  await browser.close();
  await server.stop();
  rmSync(extension, { recursive: true, force: true });
  rmSync(join(workspace, ".."), { recursive: true, force: true });
}
process.exit(0);
