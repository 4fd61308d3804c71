import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explorerMenu } from "./lib/explorer.ts";
import { notification } from "./lib/notifications.ts";
import { linkExtension, makeRoot, startServer } from "./lib/server.ts";
import { stageExtension } from "./lib/stage.ts";
import { e2eRoot, projectRoot } from "./lib/tools.ts";
import { launchBrowser, openFile, openWorkbench, runCommand, webview } from "./lib/workbench.ts";

/**
 * `npx tsx test/e2e/german.ts`: pictures of a window whose display language is German, `test/e2e/screens/german-*.png`: the editor of a
 * config, views, a report, the product board and the data grid.
 */
const screens = join(e2eRoot, "screens");
mkdirSync(screens, { recursive: true });
const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "syndata-german-"))), "pinguine");
mkdirSync(folder);
copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "pinguine.csv"));
copyFileSync(join(projectRoot, "examples/syndata.mvp.json"), join(folder, "produkt.mvp.json"));
const config = {
  source: { path: "pinguine.csv" },
  columns: Object.fromEntries(
    ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"].map((name) => [
      name,
      { type: "numerical" },
    ]),
  ),
  rules: ["bill_depth_mm < bill_length_mm"],
  model: { type: "gaussianCopula" },
  report: { target: "species", holdout: 0.2 },
};
writeFileSync(join(folder, "pinguine.synth.json"), `${JSON.stringify(config, null, 2)}\n`);

const extension = stageExtension();
const root = makeRoot({ "workbench.colorTheme": "Default Light Modern" });
linkExtension(root, extension);
const { host, stop } = await startServer({ root });
const browser = await launchBrowser();
try {
  const { page } = await openWorkbench(browser, host, folder, { width: 1280, height: 800, language: "de" });
  const shot = async (name: string): Promise<void> => {
    await page.mouse.move(640, 795);
    // colors fade, and hovers close
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(screens, `german-${name}.png`) });
  };
  await openFile(page, "pinguine.synth.json");
  await webview(page).getByText("body_mass_g").first().waitFor();
  await shot("editor");
  await webview(page).locator("select, vscode-single-select").last().scrollIntoViewIfNeeded();
  await shot("editor-below");

  await runCommand(page, "SynData: Ausführen");
  await page.locator(".activitybar .action-label[aria-label*='SynData']").click();
  await notification(page, /synthetische Zeilen/).waitFor({ timeout: 180_000 });
  await shot("views");
  await runCommand(page, "SynData: Bericht öffnen");
  await webview(page).locator("h1", { hasText: "pinguine" }).waitFor();
  await runCommand(page, "Notifications: Clear All Notifications");
  await shot("report");
  for (const [i, heading] of (await webview(page).locator("h2").all()).entries()) {
    await heading.scrollIntoViewIfNeeded();
    await shot(`report-${i}`);
  }
  await page.locator(".activitybar .action-label[aria-label*='Explorer']").first().click();
  await explorerMenu(page, "pinguine.csv", "Als Tabelle öffnen");
  await webview(page).getByText("344 Zeilen").waitFor();
  await shot("grid");
  await openFile(page, "produkt.mvp.json");
  await webview(page).locator(".card").first().waitFor();
  await shot("board");
  await webview(page).locator(".card").first().click();
  await shot("board-card");
} finally {
  await browser.close();
  await stop();
  rmSync(extension, { recursive: true, force: true });
  rmSync(join(folder, ".."), { recursive: true, force: true });
}
process.exit(0);
