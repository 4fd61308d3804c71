import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeEditors, openFile, webview } from "../lib/workbench.ts";
import { eventually, read, type Window, written } from "./window.ts";

const file = "syndata.mvp.json";

/** Whether a text is whole: it ends as another does, from the end of the last list on. */
const ends = (text: string, other: string): boolean => text.endsWith(other.slice(other.lastIndexOf("]")));

/** The board of a product file: the example of the project, as a person uses it. */
export function boardTests(window: Window): void {
  const { page, workspace, faults, shot } = window;

  describe("product board", () => {
    before(() => closeEditors(page));

    it("opens the example, moves a card by keyboard, and undo restores the bytes", async () => {
      const before = read(window, file);
      await openFile(page, file);
      const board = webview(page);
      await board.locator(".card").first().waitFor();
      await shot("board");
      await board.getByLabel("Sort").selectOption("hand");
      const moved = board.locator('[data-card="real-tables"]');
      await moved.focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Space");
      await page.locator(".tab.dirty", { hasText: file }).waitFor();
      await page.keyboard.press("Control+s");
      const after = await written(
        window,
        file,
        (text) =>
          text.indexOf('"id": "real-tables"') > text.indexOf('"id": "personal"') && ends(text, before),
      );
      assert.deepEqual(after.split("\n").sort(), before.split("\n").sort());
      await eventually("the focus on the card", () =>
        moved.evaluate((card) => card === document.activeElement),
      );
      await page.keyboard.press("Control+z");
      await page.keyboard.press("Control+s");
      await written(window, file, (text) => text === before);
      // a change from outside in the middle of a save would be lost on the window
      await page.locator(".tab:not(.dirty)", { hasText: file }).waitFor();
    });

    it("follows the file, and keeps the last board while its text cannot be read", async () => {
      const before = read(window, file);
      const board = webview(page);
      writeFileSync(join(workspace, file), before.replace('"moscow": "must"', '"moscow": "most"'));
      await board.getByText("cannot be read").waitFor();
      await board.getByRole("button", { name: 'Change to "must"' }).waitFor();
      assert.ok((await board.locator(".card").count()) > 0);
      await shot("board-old");
      writeFileSync(join(workspace, file), before);
      await board.locator(".board-body:not([inert])").waitFor();
    });

    it("adds a feature with the file's own style", async () => {
      const before = read(window, file);
      const board = webview(page);
      await board.getByRole("button", { name: "Add a feature to Could" }).click();
      await board.getByLabel("Title").fill("Rows for a persona");
      await page.keyboard.press("Enter");
      await board.getByRole("heading", { name: "Rows for a persona" }).waitFor();
      await page.keyboard.press("Control+s");
      const after = await written(
        window,
        file,
        (text) => text.includes('"id": "rows-for-a-persona"') && ends(text, before),
      );
      assert.ok(after.includes("// SynData as a product."));
      await board.getByRole("button", { name: "Delete Feature" }).click();
      await page.keyboard.press("Control+s");
      await written(window, file, (text) => text === before);
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
