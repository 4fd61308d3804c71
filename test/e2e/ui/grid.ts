import assert from "node:assert/strict";
import { explorerMenu } from "../lib/explorer.ts";
import { closeEditors, webview } from "../lib/workbench.ts";
import { eventually, type Window } from "./window.ts";

/** Rows to look at: the data grid over a CSV, by keyboard. */
export function gridTests(window: Window): void {
  const { page, faults, shot } = window;

  describe("data grid", () => {
    before(() => closeEditors(page));

    it("opens a CSV as a table from the explorer, sorts and filters it by keyboard", async () => {
      await explorerMenu(page, "penguins.csv", "Open as Table");
      const grid = webview(page);
      await grid.getByText("344 rows").waitFor();
      await grid.getByRole("grid").focus();
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("ArrowUp");
      for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await grid.locator('[aria-sort="ascending"]').getByText("bill_length_mm").waitFor();
      await eventually("the shortest bill first", async () =>
        grid.getByRole("gridcell", { name: "32.1", exact: true }).isVisible(),
      );
      const field = grid.getByLabel("Filter");
      await field.fill("species=Gentoo");
      await field.press("Enter");
      await grid.getByText("124 of 344 rows").waitFor();
      await shot("grid");
    });

    it("copies the selection as CSV", async () => {
      const grid = webview(page);
      await grid.getByRole("gridcell", { name: "Gentoo" }).first().click();
      await page.keyboard.press("Shift+ArrowRight");
      await page.keyboard.press("Control+c");
      await grid.getByText("with the names of the columns: 1").waitFor();
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
