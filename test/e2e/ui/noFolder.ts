import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { notification } from "../lib/notifications.ts";
import { projectRoot } from "../lib/tools.ts";
import { answerFileDialog, appears, focusWorkbench, webview } from "../lib/workbench.ts";
import type { Window } from "./window.ts";

/** A window that shows no folder: everything can be asked for, and what was done is seen. From the table to its report without a mouse. */
export function noFolderTests({ openEmpty }: Window): void {
  describe("without a folder, by keyboard", () => {
    const folder = mkdtempSync(join(tmpdir(), "syndata-loose-"));
    let page: Page;
    const row = (view: string, text: string | RegExp) =>
      page
        .locator(".pane", { has: page.locator(".pane-header", { hasText: view }) })
        .locator(".monaco-list-row", { hasText: text });

    /** Runs a command of the palette with keys alone; a palette opened before extensions are known is opened again. */
    const command = async (name: string): Promise<void> => {
      const input = page.locator(".quick-input-widget input.input");
      const item = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name });
      for (const end = Date.now() + 120_000; Date.now() < end; await page.keyboard.press("Escape")) {
        await focusWorkbench(page);
        await page.keyboard.press("F1");
        if (!(await appears(input, 5000))) continue;
        await input.fill(`>${name}`);
        if (!(await appears(item, 10_000))) continue;
        await page.keyboard.press("Enter");
        return;
      }
      throw new Error(`no ${name} in the palette`);
    };

    before(async () => {
      copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "birds.csv"));
      page = await openEmpty();
    });

    after(async () => {
      await page.context().close();
      rmSync(folder, { recursive: true, force: true });
    });

    it("says that there is no config, and offers to make one", async () => {
      await command("SynData: Validate");
      await page.locator(".quick-input-titlebar", { hasText: "There is no synth config here yet" }).waitFor();
      await page.keyboard.press("Escape");
    });

    it("makes a config for a table from anywhere, runs it and lists both", async () => {
      await command("SynData: Synthesize…");
      await answerFileDialog(page, join(folder, "birds.csv"), /^\/.*\/$/);
      await webview(page).getByText("bill_length_mm").first().waitFor();
      await webview(page).getByLabel("Model", { exact: true }).selectOption("independent");
      await page.locator(".tab.dirty").waitFor();
      await webview(page).getByLabel("Model", { exact: true }).press("Control+Enter");
      await notification(page, /birds\.synth\.json: .*synthetic rows in/).waitFor({ timeout: 180_000 });
      await command("SynData: Focus on Configs View");
      await row("Configs", /birds.*up to date/).waitFor();
      await row("Runs", /birds.*done/).waitFor();
    });

    it("leads from the config to its report", async () => {
      await webview(page).getByRole("button", { name: "Open the report of the last run" }).press("Enter");
      await page.locator(".tab.active", { hasText: "Report: birds" }).waitFor();
      await webview(page).locator("h1", { hasText: "birds" }).waitFor();
      assert.equal(await webview(page).locator("[role=alert]").count(), 0);
    });
  });
}
