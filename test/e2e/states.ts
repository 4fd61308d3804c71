import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { explorerMenu } from "./lib/explorer.ts";
import { notification } from "./lib/notifications.ts";
import { linkExtension, makeRoot, startServer } from "./lib/server.ts";
import { stageExtension } from "./lib/stage.ts";
import { e2eRoot, projectRoot } from "./lib/tools.ts";
import {
  launchBrowser,
  openFile,
  openWorkbench,
  runCommand,
  setTheme,
  statusBar,
  webview,
} from "./lib/workbench.ts";
import { killWorkers } from "./lib/workers.ts";

/**
 * `npx tsx test/e2e/states.ts [ended|untrusted]`: pictures of what went wrong, `test/e2e/screens/state-{failed,cut-off,untrusted}-{light,dark,contrast}.png`:
 * a run that failed, one that was cut off, and a folder that is not trusted, in a real window.
 */
const screens = join(e2eRoot, "screens");
const themes = [
  ["dark", "Dark Modern"],
  ["light", "Light Modern"],
  ["contrast", "Dark High Contrast"],
] as const;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "syndata-states-")));
const extension = stageExtension();
const browser = await launchBrowser();
try {
  mkdirSync(screens, { recursive: true });
  const wanted = process.argv[2];
  if (wanted !== "untrusted") await whatEnds();
  if (wanted !== "ended") await whatIsNotTrusted();
} finally {
  await browser.close();
  rmSync(extension, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

/** A run that fails, and one that is killed. */
async function whatEnds(): Promise<void> {
  const { page, root, stop } = await open(false);
  try {
    for (const name of ["fast", "weights"]) {
      await explorerMenu(page, `${name}.synth.json`, "Run");
      await notification(page, new RegExp(`${name}\\.synth\\.json`)).waitFor();
    }
    await showRuns(page);
    await openFile(page, "fast.synth.json");
    await webview(page).getByText("body_mass_g").first().waitFor();
    await inThemes(page, "failed");

    await runCommand(page, "Notifications: Clear All Notifications");
    await runCommand(page, "View: Show Explorer");
    await explorerMenu(page, "birds.synth.json", "Run");
    await statusBar(page, /birds: Train [1-9]/).waitFor();
    killWorkers(root);
    await notification(page, /birds\.synth\.json was cut off/).waitFor();
    await showRuns(page);
    await openFile(page, "birds.synth.json");
    await webview(page).getByText("body_mass_g").first().waitFor();
    await inThemes(page, "cut-off");
  } finally {
    await stop();
  }
}

/** A window on a folder whose authors nobody vouches for. */
async function whatIsNotTrusted(): Promise<void> {
  const { page, stop } = await open(true);
  try {
    await statusBar(page, "Restricted Mode").waitFor();
    await showRuns(page);
    await openFile(page, "birds.synth.json");
    await webview(page).getByText("body_mass_g").first().waitFor();
    await webview(page).getByRole("button", { name: "Run", exact: true }).click();
    await notification(page, /trust/).waitFor();
    await inThemes(page, "untrusted");
  } finally {
    await stop();
  }
}

async function open(trust: boolean): Promise<{ page: Page; root: string; stop: () => Promise<void> }> {
  const workspace = join(folder, trust ? "downloaded" : "birds");
  mkdirSync(workspace);
  copyFileSync(join(projectRoot, "examples/penguins.csv"), join(workspace, "birds.csv"));
  const columns = Object.fromEntries(
    ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"].map((name) => [
      name,
      { type: "numerical" },
    ]),
  );
  const write = (name: string, config: object): void =>
    writeFileSync(
      join(workspace, `${name}.synth.json`),
      `${JSON.stringify({ source: { path: "birds.csv" }, columns, ...config }, null, 2)}\n`,
    );
  write("birds", { model: { type: "ctgan", epochs: 4000 } });
  // far too large: the training diverges
  write("fast", { model: { type: "tvae", epochs: 20, learningRate: 1 } });
  write("weights", { rules: ["body_mass_g < bill_length_mm"] });
  const root = makeRoot({
    "workbench.colorTheme": "Default Dark Modern",
    ...(trust && {
      "security.workspace.trust.enabled": true,
      "security.workspace.trust.startupPrompt": "never",
    }),
  });
  linkExtension(root, extension);
  const { host, stop } = await startServer({ root, trust });
  const { page } = await openWorkbench(browser, host, workspace);
  return { page, root, stop };
}

async function showRuns(page: Page): Promise<void> {
  await page.locator(".activitybar .action-label[aria-label*='SynData']").click();
  await page.locator(".pane-header", { hasText: "Runs" }).waitFor();
}

async function inThemes(page: Page, name: string): Promise<void> {
  for (const [theme, title] of themes) {
    await setTheme(page, title);
    await runCommand(page, "Notifications: Show Notifications");
    await page.mouse.move(640, 795);
    // colors fade, and hovers close
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(screens, `state-${name}-${theme}.png`) });
  }
}
