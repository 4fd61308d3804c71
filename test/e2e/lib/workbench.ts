import {
  type Browser,
  type FrameLocator,
  type Locator,
  type Page,
  chromium as playwright,
} from "playwright-core";
import { chromium } from "./tools.ts";

export function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: chromium,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Address of a window; `payload` is VS Code's own list of names and values. */
export function workbenchUrl(
  host: string,
  folder: string,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams({ folder });
  query.set("payload", JSON.stringify([["skipWelcome", "true"], ...payload]));
  return `http://${host}/?${query}`;
}

export function remoteUri(host: string, path: string): string {
  return `vscode-remote://${host}${path}`;
}

/** What went wrong in a page: script errors, errors on the console of our webviews, blocked by a policy. */
export interface PageFaults {
  readonly list: string[];
}

/** Opens a window and waits until its explorer shows the folder. */
export async function openWorkbench(
  browser: Browser,
  host: string,
  folder: string,
  size = { width: 1280, height: 800 },
): Promise<{ page: Page; faults: PageFaults }> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults: PageFaults = { list: [] };
  page.on("console", (message) => {
    const text = message.text();
    const policy = /Content Security Policy|violates the following/i.test(text);
    const ours = /\/webview\/(report|editor)\.js|syndata/i.test(message.location().url + text);
    if (process.env["E2E_VERBOSE"]) console.log("[page]", message.type(), text);
    if (policy || (ours && message.type() === "error"))
      faults.list.push(`${message.location().url}: ${text}`);
  });
  page.on("pageerror", (error) => {
    if (!/^Canceled/.test(error.message)) faults.list.push(String(error.stack ?? error.message));
  });
  await page.goto(workbenchUrl(host, folder), { timeout: 120_000, waitUntil: "domcontentloaded" });
  await page.locator(".monaco-workbench").waitFor({ timeout: 120_000 });
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 120_000 });
  return { page, faults };
}

/** Quick-input lists are computed when opened; one opened before extensions are known stays empty: reopen. */
async function pick(page: Page, key: string, text: string, row: string | RegExp): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    await page.keyboard.press(key);
    const input = page.locator(".quick-input-widget input.input");
    const opened = await input.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
    if (!opened) {
      await focusWorkbench(page);
      if (Date.now() > end) throw new Error(`${key} opens nothing`);
      continue;
    }
    await input.fill(text);
    const item = page.locator(".quick-input-list .monaco-list-row", { hasText: row }).first();
    const found = await item.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (found) return item.click();
    if (Date.now() > end) throw new Error(`nothing called ${row} to pick`);
    await page.keyboard.press("Escape");
  }
}

/** Runs a command by its title in the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  // keys pressed while a webview has the focus may not reach the workbench
  await focusWorkbench(page);
  await pick(page, "F1", `>${title}`, title);
}

/** Opens a file of the workspace by name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await focusWorkbench(page);
  await pick(page, "Control+P", name, name);
}

/** Takes the focus out of a webview: its keys may not reach the workbench. */
export async function focusWorkbench(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page
    .locator(".explorer-folders-view .monaco-list, .statusbar")
    .first()
    .evaluate((element) => {
      (element as HTMLElement).focus();
    });
}

/**
 * The document that our webviews' HTML lives in, two frames down. Webviews float over the workbench, not inside their editor's
 * DOM; the visible one is taken.
 */
export function webview(page: Page): FrameLocator {
  return page
    .frameLocator('iframe.webview.ready[src*="extensionId=syndata.syndata" i]:visible')
    .frameLocator("iframe#active-frame");
}

export function statusBar(page: Page, text: string | RegExp): Locator {
  return page.locator(".statusbar-item", { hasText: text });
}

export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator(".notifications-toasts .notification-toast", { hasText: text });
}

export function explorerRow(page: Page, name: string): Locator {
  return page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();
}

/** Opens an element's context menu and clicks an entry of it; a list that moved under the mouse opens another row's: again. */
export async function contextMenu(page: Page, target: Locator, entry: string): Promise<void> {
  const menu = page.locator(".monaco-menu");
  const item = menu.getByRole("menuitem", { name: entry, exact: false }).first();
  for (let attempt = 0; attempt < 5 && !(await item.isVisible()); attempt++) {
    if (attempt > 0) await page.keyboard.press("Escape");
    await target.click({ button: "right" });
    await item.waitFor({ timeout: 6000 }).catch(() => undefined);
  }
  await item.waitFor({ timeout: 1000 });
  // entries ignore the mouse in their first 100 ms
  await page.waitForTimeout(250);
  await item.click();
  await menu.waitFor({ state: "detached", timeout: 5000 });
}

/** Answers VS Code's in-page file dialog. It fills its field late and once more after that: typed only when `shown` stands there. */
export async function answerFileDialog(page: Page, path: string, shown: RegExp): Promise<void> {
  const input = page.locator(".quick-input-widget input.input");
  const end = Date.now() + 20_000;
  for (;;) {
    await input.waitFor();
    const value = await input.inputValue();
    if (value === path) break;
    if (shown.test(value) || value.endsWith(path)) await input.fill(path);
    await page.waitForTimeout(300);
    if (Date.now() > end) throw new Error(`the file dialog shows ${value}`);
  }
  await page.keyboard.press("Enter");
}

/** Closes every editor, giving up what is not saved. */
export async function closeEditors(page: Page): Promise<void> {
  await runCommand(page, "View: Close All Editors");
  const dialog = page.locator(".monaco-dialog-box", { hasText: "save" });
  const discard = dialog.getByRole("button", { name: /Don't Save/ });
  await discard.click({ timeout: 1500 }).catch(() => undefined);
  await page.locator(".tabs-container .tab").first().waitFor({ state: "detached", timeout: 5000 });
}
