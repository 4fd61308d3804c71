import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { explorerMenu } from "../lib/explorer.ts";
import { answer, notification } from "../lib/notifications.ts";
import { projectRoot } from "../lib/tools.ts";
import { closeEditors, webview } from "../lib/workbench.ts";
import type { Window } from "./window.ts";

/** Nothing waits for an answer: no question at the top, no dialog. */
async function asksNothing(page: Page): Promise<void> {
  assert.equal(await page.locator(".quick-input-widget:visible, .monaco-dialog-box:visible").count(), 0);
}

/** A table nobody has seen: what each click brings, with nothing in between. */
export function fourClicksTests(window: Window): void {
  describe("four clicks", () => {
    const { page, workspace } = window;

    before(async () => {
      copyFileSync(join(projectRoot, "examples/penguins.csv"), join(workspace, "birds.csv"));
      await closeEditors(page);
    });
    after(() => closeEditors(page));

    it("lead from a CSV to its report, and no question is asked", async () => {
      // the first is a right click, the second chooses from its menu
      await explorerMenu(page, "birds.csv", "Synthesize…");
      const run = webview(page).locator("vscode-button.run");
      await run.waitFor();
      await asksNothing(page);
      await run.click();
      await notification(page, /synthetic rows in/).waitFor({ timeout: 180_000 });
      await asksNothing(page);
      await answer(page, /synthetic rows in/, "Open Report");
      await webview(page).locator("h1", { hasText: "birds" }).waitFor();
      await webview(page).getByText("May I share this?").first().waitFor();
      await asksNothing(page);
    });
  });
}
