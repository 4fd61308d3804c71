import {
  type Browser,
  type FrameLocator,
  type Locator,
  type Page,
  chromium as playwright,
} from "playwright-core";
import { chromiumPath } from "../../chromium.ts";

export function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--force-prefers-reduced-motion",
    ],
  });
}

/** Address of a window, an empty one without a folder; `payload` is VS Code's own list of names and values. */
export function workbenchUrl(
  host: string,
  folder: string | undefined,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams(folder === undefined ? { ew: "true" } : { folder });
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

interface WindowLook {
  readonly width: number;
  readonly height: number;
  readonly language?: string;
}

/**
 * Opens a window and waits until its explorer shows the folder, if it has one.
 *
 * @param language what extensions and their manifests are shown in; VS Code's own texts stay English without its language pack
 */
export async function openWorkbench(
  browser: Browser,
  host: string,
  folder: string | undefined,
  { language, ...size }: WindowLook = { width: 1280, height: 800 },
): Promise<{ page: Page; faults: PageFaults }> {
  const context = await browser.newContext({
    viewport: size,
    ...(language !== undefined && { locale: language }),
  });
  const page = await context.newPage();
  if (language !== undefined)
    await page.addInitScript(
      `Object.defineProperty(globalThis, "_VSCODE_NLS_LANGUAGE", { get: () => ${JSON.stringify(language)}, set() {} });`,
    );
  page.setDefaultTimeout(60_000);
  const faults: PageFaults = { list: [] };
  page.on("console", (message) => {
    const text = message.text();
    const policy = /Content Security Policy|violates the following/i.test(text);
    const ours = /\/webview\/(report|editor|board|grid)\.js|syndata/i.test(message.location().url + text);
    if (process.env["E2E_VERBOSE"]) console.log("[page]", message.type(), text);
    if (policy || (ours && message.type() === "error"))
      faults.list.push(`${message.location().url}: ${text}`);
  });
  page.on("pageerror", (error) => {
    const text = String(error.stack ?? error.message);
    // a page of VS Code's own extensions, closed while it opens, is no fault of ours
    const others = /extensionId=(?!syndata\.)/i.test(text);
    if (!/^Canceled/.test(error.message) && !others) faults.list.push(text);
  });
  await page.goto(workbenchUrl(host, folder), { timeout: 120_000, waitUntil: "domcontentloaded" });
  await page.locator(".monaco-workbench").waitFor({ timeout: 120_000 });
  if (folder !== undefined)
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 120_000 });
  return { page, faults };
}

/** Whether a thing is there before `ms` are over. */
export function appears(thing: Locator, ms: number): Promise<boolean> {
  return thing.waitFor({ timeout: ms }).then(
    () => true,
    () => false,
  );
}

export function gone(thing: Locator, ms: number): Promise<boolean> {
  return thing.waitFor({ state: "detached", timeout: ms }).then(
    () => true,
    () => false,
  );
}

/**
 * Quick-input lists are computed when opened; one opened before extensions are known stays empty: reopen it, with more patience each
 * time.
 */
async function pick(page: Page, key: string, text: string, row: string | RegExp): Promise<void> {
  const end = Date.now() + 120_000;
  const input = page.locator(".quick-input-widget input.input");
  const item = page.locator(".quick-input-list .monaco-list-row", { hasText: row }).first();
  for (let ms = 3000; Date.now() < end; ms = Math.min(2 * ms, 20_000)) {
    await page.keyboard.press(key);
    if (!(await appears(input, ms + 1000))) {
      await focusWorkbench(page);
      continue;
    }
    if ((await filled(input, text, ms)) && (await appears(item, ms))) {
      if (await clicked(item, ms)) return;
      // on a busy machine a press may be told as failed that was taken: then the list has closed
      await page.waitForTimeout(1000);
      if (!(await input.isVisible())) return;
    }
    await page.keyboard.press("Escape");
    await focusWorkbench(page);
  }
  throw new Error(`nothing called ${row} to pick with ${key}`);
}

/** A picker that closes again, because something else took the focus, is opened again. */
function filled(input: Locator, text: string, ms: number): Promise<boolean> {
  return input.fill(text, { timeout: ms }).then(
    () => true,
    () => false,
  );
}

/** A list drawn again under the mouse is no reason to give up. */
export function clicked(thing: Locator, ms: number): Promise<boolean> {
  return thing.click({ timeout: ms }).then(
    () => true,
    () => false,
  );
}

/** Runs a command by its title in the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  // keys pressed while a webview has the focus may not reach the workbench
  await focusWorkbench(page);
  await pick(page, "F1", `>${title}`, title);
}

/** Runs a command by its title in the palette with keys alone. */
export async function typeCommand(page: Page, title: string): Promise<void> {
  const end = Date.now() + 120_000;
  const input = page.locator(".quick-input-widget input.input");
  const first = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title });
  for (let ms = 4000; Date.now() < end; ms = Math.min(2 * ms, 20_000)) {
    await page.keyboard.press("F1");
    if (!(await appears(input, ms))) continue;
    await page.keyboard.type(title);
    if (await appears(first, ms)) {
      await page.keyboard.press("Enter");
      return;
    }
    await page.keyboard.press("Escape");
  }
  throw new Error(`no command ${title} in the palette`);
}

/** Presses Tab until `thing` has the focus. */
export async function tabTo(page: Page, thing: Locator): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await thing.evaluate((element) => element.matches(":focus, :focus-within"))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${thing}`);
}

/** Opens a file of the workspace by name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await focusWorkbench(page);
  await pick(page, "Control+P", name, name);
  await page.locator(".tab.active", { hasText: name }).waitFor();
}

/** Names in the picker, with the file the workbench then wears as a class. */
const themes = {
  "Dark Modern": "dark_modern",
  "Light Modern": "light_modern",
  "Dark High Contrast": "hc_black",
} as const;

export async function setTheme(page: Page, name: keyof typeof themes): Promise<void> {
  const worn = page.locator(`.monaco-workbench[class*="${themes[name]}-json"]`);
  // the palette's own field closes before the picker's opens
  const input = page.locator(".quick-input-widget input.input[placeholder*='Color Theme']");
  const row = page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
  for (let attempt = 0; attempt < 4; attempt++) {
    await runCommand(page, "Preferences: Color Theme");
    if (!(await appears(input, 20_000))) continue;
    await input.fill(name);
    if (!(await clicked(row, 10_000)) || !(await appears(worn, 20_000))) continue;
    await focusWorkbench(page);
    return;
  }
  throw new Error(`the theme ${name} was not taken`);
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
 * The document that our webviews' HTML lives in, two frames down. Webviews float over the workbench, not inside their editor's DOM; the
 * visible one is taken, the newer of two while one takes the other's place.
 */
export function webview(page: Page): FrameLocator {
  return page
    .locator('iframe.webview.ready[src*="extensionId=syndata.syndata" i]:visible')
    .last()
    .contentFrame()
    .frameLocator("iframe#active-frame");
}

export function statusBar(page: Page, text: string | RegExp): Locator {
  return page.locator(".statusbar-item", { hasText: text });
}

/**
 * Answers VS Code's in-page file dialog. It fills its field late and once more after that: typed only when `shown` stands there. While
 * it looks at a folder it takes no answer: pressed until it does.
 */
export async function answerFileDialog(page: Page, path: string, shown: RegExp): Promise<void> {
  const input = page.locator(".quick-input-widget input.input");
  const end = Date.now() + 60_000;
  for (;;) {
    await input.waitFor();
    const value = await input.inputValue();
    if (value === path) break;
    if (shown.test(value) || value.endsWith(path)) await input.fill(path);
    await page.waitForTimeout(300);
    if (Date.now() > end) throw new Error(`the file dialog shows ${value}`);
  }
  while ((await input.isVisible()) && (await input.inputValue()) === path) {
    if (Date.now() > end) throw new Error(`the file dialog does not take ${path}`);
    await input.press("Enter");
    await page.waitForTimeout(1000);
  }
}

/** Closes every editor, giving up what is not saved. */
export async function closeEditors(page: Page): Promise<void> {
  const tab = page.locator(".tabs-container .tab").first();
  const discard = page.locator(".monaco-dialog-box").getByRole("button", { name: /Don't Save/ });
  const end = Date.now() + 60_000;
  await runCommand(page, "View: Close All Editors");
  while ((await tab.isVisible()) || (await discard.isVisible())) {
    if (Date.now() > end) throw new Error("the editors do not close");
    if (await discard.isVisible()) await clicked(discard, 5000);
    await page.waitForTimeout(100);
  }
}
