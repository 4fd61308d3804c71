import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeEditors, openFile, webview } from "../lib/workbench.ts";
import { eventually, read, type Window } from "./window.ts";

/** The config editor beyond the first use. */
export function editorTests(window: Window): void {
  const { page, workspace, faults, shot } = window;

  describe("config editor", () => {
    before(() => closeEditors(page));

    it("shows a change made to the file from outside", async () => {
      await openFile(page, "quick.synth.json");
      await webview(page).getByText("bill_length_mm").first().waitFor();
      const path = join(workspace, "quick.synth.json");
      writeFileSync(
        path,
        readFileSync(path, "utf8").replace(
          '"report"',
          '"columns": { "sex": { "role": "sensitive" } },\n  "report"',
        ),
      );
      const role = webview(page).getByLabel(/role of sex/i);
      await eventually("the change", async () => (await role.inputValue()) === "sensitive");
    });

    it("stays quick with 500 columns: draws what is seen, finds by name", async () => {
      await openFile(page, "wide.synth.json");
      const editor = webview(page);
      await editor.getByTitle("column_3", { exact: true }).waitFor();
      assert.ok((await editor.locator(".grid .line[data-index]").count()) < 80);
      await editor.locator("vscode-textfield.search input").fill("column_487");
      await editor.getByTitle("column_487", { exact: true }).waitFor();
      await editor.getByLabel(/role of column_487/i).selectOption("drop");
      await page.locator(".tab.dirty", { hasText: "wide.synth.json" }).waitFor();
      await shot("editor-wide");
    });

    it("shows where broken JSON is broken, and changes nothing", async () => {
      const before = read(window, "broken.synth.json");
      await openFile(page, "broken.synth.json");
      const editor = webview(page);
      await editor.locator("[role=alert]").waitFor();
      await editor.locator("vscode-button").first().waitFor();
      assert.equal(read(window, "broken.synth.json"), before);
      await shot("editor-broken");
    });

    it("shows nasty names as text", async () => {
      await openFile(page, "nasty.synth.json");
      const editor = webview(page);
      await editor.getByText("<img src=x", { exact: false }).first().waitFor();
      await editor.getByText("emoji 🐧🇳🇴").first().waitFor();
      assert.equal(await editor.locator("img").count(), 0);
      const body = await editor.locator("body").innerText();
      assert.doesNotMatch(body, /NaN|undefined|\[object/);
      await shot("editor-nasty");
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
