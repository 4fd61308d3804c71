import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { notification } from "../lib/notifications.ts";
import { projectRoot } from "../lib/tools.ts";
import { answerFileDialog, runCommand, tabTo, typeCommand, webview } from "../lib/workbench.ts";
import type { Window } from "./window.ts";

/** A window that shows no folder: everything can be asked for, and what was done is seen. */
export function noFolderTests({ openEmpty }: Window): void {
  describe("without a folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "syndata-loose-"));
    let page: Page;
    const row = (view: string, text: string | RegExp) =>
      page
        .locator(".pane", { has: page.locator(".pane-header", { hasText: view }) })
        .locator(".monaco-list-row", { hasText: text });

    before(async () => {
      copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "birds.csv"));
      page = await openEmpty();
    });

    after(async () => {
      await page.context().close();
      rmSync(folder, { recursive: true, force: true });
    });

    it("says that there is no config, and offers to make one", async () => {
      await runCommand(page, "SynData: Validate");
      await page.locator(".quick-input-titlebar", { hasText: "There is no synth config here yet" }).waitFor();
      await page.keyboard.press("Escape");
    });

    it("leads from a table to its report by keyboard alone", async () => {
      await typeCommand(page, "SynData: Synthesize…");
      await answerFileDialog(page, join(folder, "birds.csv"), /^\/.*\/$/);
      await webview(page).getByText("bill_length_mm").first().waitFor();
      await typeCommand(page, "View: Focus Active Editor Group");
      const model = webview(page).getByLabel("Model", { exact: true });
      await tabTo(page, model);
      await page.keyboard.type("Independent");
      assert.equal(await model.inputValue(), "independent");
      await page.locator(".tab.dirty").waitFor();
      await page.keyboard.press("Control+Enter");
      await notification(page, /birds\.synth\.json: .*synthetic rows in/).waitFor({ timeout: 180_000 });
      await page.keyboard.press("Control+Alt+r");
      await page.locator(".tab.active", { hasText: "Report: birds" }).waitFor();
      await webview(page).locator("h1", { hasText: "birds" }).waitFor();
      assert.equal(await webview(page).locator("[role=alert]").count(), 0);
    });

    it("lists the config and the run", async () => {
      await page.locator(".activitybar .action-label[aria-label*='SynData']").click();
      await row("Configs", /birds.*up to date/).waitFor();
      await row("Runs", /birds.*done/).waitFor();
    });

    it("leads from the config to its report", async () => {
      await page.locator(".tab", { hasText: "birds.synth.json" }).click();
      await webview(page).getByRole("button", { name: "Open the report of the last run" }).click();
      await page.locator(".tab.active", { hasText: "Report: birds" }).waitFor();
    });
  });
}
