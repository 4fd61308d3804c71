import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { notification } from "../lib/notifications.ts";
import { projectRoot } from "../lib/tools.ts";
import { answerFileDialog, appears, webview } from "../lib/workbench.ts";
import { eventually, type Window } from "./window.ts";

/** A window that shows no folder: everything can be asked for, and what was done is seen. From the table to its report no mouse is used. */
export function noFolderTests({ openEmpty }: Window): void {
  describe("without a folder, by keyboard", () => {
    const folder = mkdtempSync(join(tmpdir(), "syndata-loose-"));
    let page: Page;
    const pane = (view: string) =>
      page.locator(".pane", { has: page.locator(".pane-header", { hasText: view }) });
    const row = (view: string, text: string | RegExp) =>
      pane(view).locator(".monaco-list-row", { hasText: text });
    /** Runs a command of the palette with keys alone; a palette opened before extensions are known is opened again. */
    const command = async (name: string): Promise<void> => {
      const input = page.locator(".quick-input-widget input.input");
      const item = page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name });
      for (const end = Date.now() + 60_000; Date.now() < end; ) {
        await page.keyboard.press("F1");
        if (await appears(input, 3000)) {
          await page.keyboard.type(name);
          if (await appears(item, 3000)) {
            await page.keyboard.press("Enter");
            return;
          }
        }
        await page.keyboard.press("Escape");
      }
      throw new Error(`no ${name} in the palette`);
    };
    /** Presses a key until what it leads to is there: a page that has just come may not hear the first one. */
    const until = (key: string, what: string, reached: () => Promise<boolean>): Promise<void> =>
      eventually(what, async () => {
        if (await reached()) return true;
        await page.keyboard.press(key);
        return false;
      });
    const focused = (text: RegExp): Promise<boolean> =>
      webview(page)
        .locator(":focus")
        .first()
        .evaluate((element) => element.getAttribute("aria-label") ?? element.textContent ?? "")
        .then(
          (name) => text.test(name),
          () => false,
        );

    before(async () => {
      copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "birds.csv"));
      page = await openEmpty();
    });

    after(async () => {
      await page.context().close();
      rmSync(folder, { recursive: true, force: true });
    });

    it("says what can be done, in plain text", async () => {
      await command("SynData: Focus on Configs View");
      const text = pane("Configs").getByText("Open the folder your data is in, or choose a data file.");
      await text.waitFor();
      await pane("Runs").getByText("Nothing has been trained yet.").waitFor();
      assert.doesNotMatch(await pane("Configs").innerText(), /[*_`]/);
    });

    it("says that there is no config, and offers to make one", async () => {
      await command("SynData: Validate");
      await page.locator(".quick-input-titlebar", { hasText: "There is no synth config here yet" }).waitFor();
      await page.keyboard.press("Escape");
    });

    it("offers once, with the first table opened, what the product does", async () => {
      await command("File: Open File...");
      await answerFileDialog(page, join(folder, "birds.csv"), /^\/.*\/$/);
      await page.locator(".tab.active", { hasText: "birds.csv" }).waitFor();
      const offer = notification(page, "SynData can make a synthetic table like birds.csv");
      await offer.getByRole("button", { name: "Show How It Works" }).waitFor();
      await offer.getByRole("button", { name: "Don't Ask Again" }).waitFor();
    });

    it("makes a config of the open table, changes a role and runs it", async () => {
      await command("SynData: Synthesize…");
      await webview(page).getByText("bill_length_mm").first().waitFor();
      await until("Control+f", "the search field", () => focused(/Search/));
      await page.keyboard.type("island");
      await until("Tab", "the role of island", () => focused(/role of island/i));
      await page.keyboard.type("sens");
      await page.locator(".tab.dirty", { hasText: "birds.synth.json" }).waitFor();
      await until("Control+Enter", "the run to start", () => notification(page, /birds/).isVisible());
      await notification(page, /birds\.synth\.json: .*synthetic rows in/).waitFor({ timeout: 180_000 });
      assert.ok(existsSync(join(folder, "synthetic/birds.csv")));
    });

    it("leads from the config to its report, whose tables and charts answer to keys", async () => {
      await until("Control+Alt+r", "the report", () =>
        page.locator(".tab.active", { hasText: "Report: birds" }).isVisible(),
      );
      await webview(page).locator("h1", { hasText: "birds" }).waitFor();
      assert.equal(await webview(page).locator("[role=alert]").count(), 0);
      await until("Tab", "a column's name", () => focused(/^body_mass_g$/));
      await page.keyboard.press("Enter");
      await webview(page).locator("[data-column-chart] svg.main-svg").first().waitFor();
    });

    it("lists both in the views", async () => {
      await command("SynData: Focus on Configs View");
      await row("Configs", /birds.*up to date/).waitFor();
      await row("Runs", /birds.*done/).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator(".tab.active", { hasText: "birds.synth.json" }).waitFor();
    });
  });
}
