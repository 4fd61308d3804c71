import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editorScript, launchChromium, openEditor } from "./editorPage.ts";
import { FakeHost } from "./fakeHost.ts";

let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "help-page-"));
  writeFileSync(
    join(folder, "a.csv"),
    `x,y\n${Array.from({ length: 60 }, (_, i) => `${i},${i % 7}`).join("\n")}\n`,
  );
  [browser] = await Promise.all([launchChromium(), editorScript()]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open() {
  const host = await FakeHost.onFile(`{ "source": { "path": "a.csv" } }`, join(folder, "a.csv"));
  const { page } = await openEditor(browser, host, { theme: "light", width: 1200 });
  const card = page.locator(".help-card:visible");
  const setting = page.locator(".pane-settings .field[data-help]").first();
  return {
    page,
    card,
    setting,
    opened: async () => {
      await setting.hover();
      await card.waitFor();
    },
  };
}

describe("the help of a setting", () => {
  it("opens under the pointer, and closes when that goes on, leaves the page, or scrolls", async () => {
    const { page, card, opened } = await open();
    const away = [
      () => page.mouse.move(5, 5),
      () => page.evaluate("document.documentElement.dispatchEvent(new PointerEvent('pointerleave'))"),
      () => page.evaluate("window.dispatchEvent(new Event('blur'))"),
      () => page.keyboard.press("Escape"),
    ];
    for (const go of away) {
      await opened();
      await go();
      await card.waitFor({ state: "detached" });
      await page.mouse.move(5, 5);
    }
    await page.close();
  });

  it("closes when its setting is gone from under the pointer", async () => {
    const { page, card, opened } = await open();
    for (const gone of ["hidden = true", "remove()"]) {
      await opened();
      await page.evaluate(`document.querySelector(".pane-settings .group").${gone}`);
      await card.waitFor({ state: "detached", timeout: 5000 });
      if (gone !== "remove()")
        await page.evaluate(`document.querySelector(".pane-settings .group").hidden = false`);
      await page.mouse.move(5, 5);
    }
    expect(await card.count()).toBe(0);
    await page.close();
  });
});
