import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explorerMenu } from "../lib/explorer.ts";
import { notification } from "../lib/notifications.ts";
import {
  answerFileDialog,
  clicked,
  closeEditors,
  focusWorkbench,
  runCommand,
  webview,
} from "../lib/workbench.ts";
import { eventually, runsOf, type Window } from "./window.ts";

/** The report panel beyond the first use. Needs the run of `first use`. */
export function reportTests(window: Window): void {
  const { page, workspace, faults, shot } = window;
  const open = async (): Promise<void> => {
    await explorerMenu(page, "penguins.synth.json", "Open Report");
    await webview(page).locator("h1", { hasText: "penguins" }).waitFor();
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
      await header.getByRole("button").press("Enter");
      await eventually(
        "the table to be sorted",
        async () => (await header.getAttribute("aria-sort")) === "ascending",
      );
    });

    it("shows the rows of both tables beside the report, and the nearest real one", async () => {
      await webview(page).getByRole("button", { name: "Rows Side by Side" }).click();
      await webview(page).getByRole("grid", { name: "Real rows" }).getByText("Torgersen").first().waitFor();
      await webview(page)
        .getByRole("grid", { name: "Synthetic rows" })
        .getByRole("gridcell")
        .first()
        .waitFor();
      const unlike = webview(page).getByRole("button", { name: /most unlike/ });
      await eventually("the rows to be compared", () => unlike.isEnabled());
      await unlike.click();
      await webview(page)
        .getByText(/its nearest real row is/)
        .waitFor();
      await shot("report-rows");
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
      // rows stand beside the report just now
      const rows = readFileSync(join(workspace, "penguins.csv"), "utf8").trim().split("\n").slice(1);
      for (const extension of ["html", "md", "json"]) {
        const text = readFileSync(join(workspace, `exported.${extension}`), "utf8");
        for (const row of rows) assert.ok(!text.includes(row) && !text.includes(row.replaceAll(",", '","')));
      }
      await webview(page).getByRole("button", { name: "Close" }).click();
      await notification(page, "exported").waitFor();
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
      // asked only when other runs have reports
      const row = page.locator(".quick-input-widget .monaco-list-row", { hasText: "Choose a report.json" });
      const file = page.locator(".quick-input-widget input.input");
      await eventually("a question or the file dialog", async () => {
        if (await row.isVisible()) await clicked(row, 2000);
        return (await file.isVisible()) && /^\/.*\/$/.test(await file.inputValue());
      });
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
      await page.locator(".tab.active", { hasText: "penguins" }).waitFor();
      await webview(page).locator("h1", { hasText: "penguins" }).waitFor();
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
        await explorerMenu(page, "penguins.synth.json", "Open Report");
        await webview(page).locator("[role=alert] h1", { hasText: words }).waitFor();
      }
      writeFileSync(path, good);
      await runCommand(page, "Notifications: Clear All Notifications");
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
