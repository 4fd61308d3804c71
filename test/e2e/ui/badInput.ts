import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  closeEditors,
  contextMenu,
  explorerRow,
  runCommand,
  statusBar,
  toast,
  webview,
} from "../lib/workbench.ts";
import { eventually, read, runsOf, type Window } from "./window.ts";

/** Names and values that try to break out, runs that are stopped: shown as text, nothing executed, nothing broken. */
export function badInputTests(window: Window): void {
  const { page, workspace, faults, shot } = window;

  describe("bad input", () => {
    before(() => closeEditors(page));

    it("runs and reports a table with nasty names and values", async () => {
      await contextMenu(page, explorerRow(page, "nasty.synth.json"), "Run");
      const ended = toast(page, /nasty\.synth\.json/);
      await ended.waitFor({ timeout: 60_000 });
      assert.match(await ended.innerText(), /synthetic rows in/);
      assert.ok(existsSync(join(workspace, "synthetic/nasty.csv")));
      await ended.getByRole("button", { name: "Open Report" }).click();
      const report = webview(page);
      await report.locator("h1", { hasText: "nasty" }).waitFor();
      await report.getByText("<img src=x", { exact: false }).first().waitFor();
      assert.equal(await report.locator("img[src=x]").count(), 0);
      assert.notEqual(await page.title(), "hacked");
      assert.doesNotMatch(await report.locator("body").innerText(), /NaN|undefined|\[object/);
      await shot("report-nasty");
    });

    it("cancels from the status bar's run, and keeps what was there", async () => {
      await contextMenu(page, explorerRow(page, "slow.synth.json"), "Run");
      await statusBar(page, /slow: Train \d+ %/).waitFor({ timeout: 30_000 });
      await runCommand(page, "SynData: Cancel Run");
      await statusBar(page, /slow: /)
        .waitFor({ state: "detached", timeout: 15_000 })
        .catch(() => undefined);
      await eventually("the run to end", () => {
        const [run] = runsOf(window, "slow");
        return (
          run !== undefined &&
          /"status":\s*"cancelled"/.test(read(window, run.slice(workspace.length), "state.json"))
        );
      });
      assert.ok(!existsSync(join(workspace, "synthetic/slow.csv")));
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
