import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { answer, notification } from "../lib/notifications.ts";
import { changeSettings } from "../lib/server.ts";
import { projectRoot } from "../lib/tools.ts";
import { appears, clicked, openFile } from "../lib/workbench.ts";
import { eventually, type Window } from "./window.ts";

/** What somebody sees who has just installed the extension and opens a folder with tables: the offer, once, and the tables in the view. */
export function firstMinuteTests({ root, openFolder }: Window): void {
  describe("the first minute", () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "syndata-first-")));
    const shots = join(import.meta.dirname, "../screens");
    const offered = /make a synthetic table like birds\.csv/;
    const tour = (
      JSON.parse(readFileSync(join(projectRoot, "package.nls.json"), "utf8")) as Record<string, string>
    )["walkthrough.title"]!;
    let page: Page;
    const openTable = async (): Promise<void> => {
      await openFile(page, "birds.csv");
    };
    const rows = (): Locator =>
      page
        .locator(".pane", { has: page.locator(".pane-header", { hasText: "Configs" }) })
        .locator(".monaco-list-row");
    /** The view lists the tables: the extension runs, and has had its time to offer something. */
    const openView = async (): Promise<void> => {
      const table = rows().filter({ hasText: "birds.csv" });
      const icon = page.locator(".activitybar .action-label[aria-label*='SynData']");
      const chosen = page.locator(".activitybar .action-item.checked", { has: icon });
      await eventually("the tables in the view", async () => {
        // a click on the icon of the view that is open closes it
        if (!(await appears(chosen, 500))) await clicked(icon, 5000);
        return await appears(table.first(), 3000);
      });
    };
    const offersNothing = async (): Promise<void> => {
      await openTable();
      await openView();
      assert.equal(await appears(notification(page, offered), 4000), false);
    };

    before(async () => {
      mkdirSync(join(folder, "more"));
      for (const name of ["birds.csv", "more/others.csv"])
        copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, name));
      page = await openFolder(folder);
    });

    after(async () => {
      await page.context().close();
      changeSettings(root, {});
      rmSync(folder, { recursive: true, force: true });
    });

    it("a table that is opened first brings the offer, with what can be done", async () => {
      await openTable();
      await notification(page, offered).waitFor();
      const buttons = notification(page, offered).locator(".monaco-button");
      assert.deepEqual(await buttons.allInnerTexts(), [
        "Synthesize…",
        "Show How It Works",
        "Don't Ask Again",
      ]);
      await page.screenshot({ path: join(shots, "first-minute.png") });
    });

    it("the view lists the tables of the folder and leads to the walkthrough", async () => {
      await openView();
      await rows().filter({ hasText: "more/others.csv" }).waitFor();
      await page.getByText("No config yet. Choose a table to make one:").waitFor();
      await page.screenshot({ path: join(shots, "first-view.png") });
      await rows().filter({ hasText: "Show How It Works" }).click();
      await page.locator(".gettingStartedContainer", { hasText: tour }).waitFor();
      await page.screenshot({ path: join(shots, "first-walkthrough.png") });
    });

    it("the offer comes once", async () => {
      await page.reload({ waitUntil: "domcontentloaded" });
      await offersNothing();
    });

    it("can be switched off", async () => {
      await page.context().close();
      page = await openFolder(folder);
      await openTable();
      await answer(page, offered, "Don't Ask Again");
      const settings = join(root, "ud/User/settings.json");
      await eventually("the setting", () =>
        /"syndata\.offerTour": false/.test(readFileSync(settings, "utf8")),
      );
      await page.context().close();
      page = await openFolder(folder);
      await offersNothing();
    });

    it("a click on a table of the view makes its config", async () => {
      await rows().filter({ hasText: "birds.csv" }).click();
      await page.locator(".tab", { hasText: "birds.synth.json" }).waitFor();
      await rows()
        .filter({ hasText: /^birds/ })
        .waitFor();
      await rows().filter({ hasText: "Show How It Works" }).waitFor({ state: "detached" });
    });
  });
}
