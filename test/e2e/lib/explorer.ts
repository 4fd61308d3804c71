import type { Locator, Page } from "playwright-core";
import { appears, clicked, runCommand } from "./workbench.ts";

const list = ".explorer-folders-view .monaco-list";

/** The row of a file that lies in the workspace folder itself. */
function rowOf(page: Page, name: string): Locator {
  const exactly = new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
  return page.locator(`${list}-row[aria-level="1"]`, {
    has: page.locator(".label-name", { hasText: exactly }),
  });
}

/** Only the rows in view are in the page, and a file made a moment ago is not known to the explorer yet: looks for it. */
export async function explorerRow(page: Page, name: string): Promise<Locator> {
  const row = rowOf(page, name);
  const end = Date.now() + 120_000;
  for (let round = 0; !(await row.isVisible()); round++) {
    if (Date.now() > end) throw new Error(`no ${name} in the explorer`);
    if (!(await page.locator(list).first().isVisible())) await runCommand(page, "View: Show Explorer");
    else if (round % 3 === 2) await runCommand(page, "Refresh Explorer");
    if (await appears(row, 2000)) break;
    await scrollTo(page, row);
  }
  return row;
}

/** By keyboard from the first row down, a page at a time. */
async function scrollTo(page: Page, row: Locator): Promise<void> {
  await page
    .locator(list)
    .first()
    .evaluate((element) => (element as HTMLElement).focus());
  await page.keyboard.press("Home");
  for (let pages = 0; pages < 12 && !(await appears(row, 150)); pages++)
    await page.keyboard.press("PageDown");
}

/** Right-clicks a file in the explorer and chooses an entry; a list that moved under the mouse opens another row's menu: again. */
export async function explorerMenu(page: Page, name: string, entry: string): Promise<void> {
  const menu = page.locator(".monaco-menu");
  const item = menu.getByRole("menuitem", { name: entry }).first();
  const end = Date.now() + 120_000;
  for (let ms = 3000; Date.now() < end; ms = Math.min(2 * ms, 15_000)) {
    await page.keyboard.press("Escape");
    const row = await explorerRow(page, name);
    await row.click({ button: "right", timeout: 10_000 }).catch(() => undefined);
    if (!(await appears(item, ms)) || !(await hasFocus(row))) continue;
    // entries ignore the mouse in their first 100 ms
    for (let click = 0; click < 3; click++) {
      await page.waitForTimeout(250);
      await clicked(item, 2000);
      if (await gone(menu, 5000)) return;
    }
  }
  throw new Error(`no ${entry} in the menu of ${name}`);
}

function hasFocus(row: Locator): Promise<boolean> {
  return row.evaluate((element) => element.classList.contains("focused")).catch(() => false);
}

function gone(thing: Locator, ms: number): Promise<boolean> {
  return thing
    .first()
    .waitFor({ state: "detached", timeout: ms })
    .then(
      () => true,
      () => false,
    );
}
