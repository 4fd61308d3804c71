import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../editor/editorPage.ts";
import { openBoard, plannerText } from "./boardPage.ts";
import { FakeBoardHost } from "./fakeBoardHost.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

describe("the look of the board", () => {
  it.each([
    ["light", 1400],
    ["dark", 360],
    ["highContrast", 1000],
  ] as const)("has no findings of axe in any view: %s, %i px", async (theme, width) => {
    const { page, faults } = await openBoard(browser, new FakeBoardHost(plannerText), { theme, width });
    await page.evaluate(axe);
    const check = async (what: string): Promise<void> => {
      const found = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 160)))",
      );
      expect(found, what).toEqual([]);
    };
    for (const view of ["Overview", "Phases", "Research", "Feedback", "Board"]) {
      await page.getByRole("tab", { name: view }).click();
      await check(view);
    }
    await page.getByRole("button", { name: "Quadrant" }).click();
    await page.getByRole("button", { name: "What If" }).click();
    await page.getByLabel("Choose a feature…").selectOption("dark");
    await page.locator(".card-title", { hasText: "On the phone" }).click();
    await check("panel");
    await page.keyboard.press("Escape");
    await page.locator(".card-menu").first().click();
    await check("menu");
    expect(faults).toEqual([]);
    await page.close();
  });
});
