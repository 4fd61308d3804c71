import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  answerFileDialog,
  closeEditors,
  contextMenu,
  explorerRow,
  focusWorkbench,
  runCommand,
  toast,
  webview,
} from "../lib/workbench.ts";
import { eventually, runsOf, type Window } from "./window.ts";

/** The report panel beyond the first use. Needs the run of `first use`. */
export function reportTests(window: Window): void {
  const { page, workspace, faults, shot } = window;
  const open = async (): Promise<void> => {
    await contextMenu(page, explorerRow(page, "penguins.synth.json"), "Open Report");
    await webview(page).locator("h1", { hasText: "penguins" }).waitFor({ timeout: 20_000 });
  };

  describe("report panel", () => {
    before(() => closeEditors(page));

    it("draws a column's chart when its name is clicked", async () => {
      await open();
      await webview(page).getByRole("button", { name: "body_mass_g" }).click();
      await webview(page).locator("[data-column-chart] svg.main-svg").first().waitFor();
    });

    it("sorts a table by keyboard and says so", async () => {
      const header = webview(page)
        .locator("table[data-sortable] th[scope=col]", { hasText: "Score" })
        .first();
      await header.getByRole("button").focus();
      await page.keyboard.press("Enter");
      assert.equal(await header.getAttribute("aria-sort"), "ascending");
    });

    it("exports HTML, Markdown and JSON", async () => {
      for (const [button, extension] of [
        ["Export HTML", "html"],
        ["Export Markdown", "md"],
        ["Export JSON", "json"],
      ] as const) {
        await webview(page).getByRole("button", { name: button }).click();
        const target = join(workspace, `exported.${extension}`);
        await answerFileDialog(page, target, /penguins\.report\./);
        await eventually(
          `exported.${extension}`,
          () => existsSync(target) && readFileSync(target, "utf8").length > 200,
        );
      }
      await toast(page, "exported").first().waitFor();
      await runCommand(page, "Notifications: Clear All Notifications");
    });

    it("compares with an earlier run side by side", async () => {
      const [run] = runsOf(window, "penguins");
      const report = JSON.parse(readFileSync(join(run!, "report.json"), "utf8")) as Record<string, unknown>;
      const older = join(workspace, "earlier.json");
      writeFileSync(older, JSON.stringify({ ...report, created: "2020-01-01T00:00:00.000Z" }));
      await webview(page)
        .getByRole("button", { name: /Compare with/ })
        .click();
      const dialog = page.locator(".quick-input-widget");
      await dialog.waitFor();
      const row = dialog.locator(".monaco-list-row", { hasText: "Choose a report.json" });
      if (await row.isVisible().catch(() => false)) await row.click();
      await answerFileDialog(page, older, /^\/.*\/$/);
      await page.locator(".tab.active", { hasText: "Comparison" }).waitFor();
      await webview(page).getByRole("heading", { name: "Key figures" }).waitFor();
      await webview(page).getByRole("button", { name: "body_mass_g" }).click();
      await webview(page).locator("[data-column-chart] svg.main-svg").first().waitFor();
      await shot("comparison");
    });

    it("survives a reload of the window", async () => {
      await focusWorkbench(page);
      await page.reload();
      // which of the two is in front after so short a time is the workbench's own affair
      await page.locator(".tab.active", { hasText: "penguins" }).waitFor({ timeout: 60_000 });
      await webview(page).locator("h1", { hasText: "penguins" }).waitFor({ timeout: 60_000 });
    });

    it("says so when a report is damaged, gone or newer", async () => {
      const [run] = runsOf(window, "penguins");
      const path = join(run!, "report.json");
      const good = readFileSync(path, "utf8");
      for (const [text, words] of [
        ["{ not json", "damaged"],
        ['{"version": 9}', "newer SynData"],
        ['{"version": 1, "tables": {}, "columns": [], "verdict": {}}', "cannot be shown"],
      ] as const) {
        writeFileSync(path, text);
        await closeEditors(page);
        await contextMenu(page, explorerRow(page, "penguins.synth.json"), "Open Report");
        await webview(page).locator("[role=alert] h1", { hasText: words }).waitFor({ timeout: 20_000 });
      }
      writeFileSync(path, good);
      await runCommand(page, "Notifications: Clear All Notifications");
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
