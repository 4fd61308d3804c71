import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { explorerMenu } from "../lib/explorer.ts";
import { answer, notification } from "../lib/notifications.ts";
import { closeEditors, runCommand, statusBar, webview } from "../lib/workbench.ts";
import { killWorkers } from "../lib/workers.ts";
import { eventually, read, runsOf, type Window } from "./window.ts";

/** Names and values that try to break out, runs that are stopped: shown as text, nothing executed, nothing broken. */
export function badInputTests(window: Window): void {
  const { page, workspace, faults, shot } = window;

  describe("bad input", () => {
    before(() => closeEditors(page));

    it("runs and reports a table with nasty names and values", async () => {
      await explorerMenu(page, "nasty.synth.json", "Run");
      const words = /nasty\.synth\.json: .*synthetic rows in/;
      await notification(page, words).waitFor();
      assert.ok(existsSync(join(workspace, "synthetic/nasty.csv")));
      await answer(page, words, "Open Report");
      const report = webview(page);
      await report.locator("h1", { hasText: "nasty" }).waitFor();
      await report.getByText("<img src=x", { exact: false }).first().waitFor();
      assert.equal(await report.locator("img[src=x]").count(), 0);
      assert.notEqual(await page.title(), "hacked");
      assert.doesNotMatch(await report.locator("body").innerText(), /NaN|undefined|\[object/);
      await shot("report-nasty");
    });

    it("cancels from the status bar's run, and keeps what was there", async () => {
      await explorerMenu(page, "slow.synth.json", "Run");
      await statusBar(page, /slow: Train \d+ %/).waitFor();
      await runCommand(page, "SynData: Cancel Run");
      await statusBar(page, /slow: /)
        .waitFor({ state: "detached" })
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

    it("offers to go on where a killed run stopped", async () => {
      await explorerMenu(page, "slow.synth.json", "Run");
      await statusBar(page, /slow: Train [1-9]/).waitFor();
      const [killed] = runsOf(window, "slow");
      killWorkers(window.root);
      await answer(page, /slow\.synth\.json was cut off/, "Resume");
      await statusBar(page, /slow: Train [1-9]/).waitFor();
      assert.equal(runsOf(window, "slow")[0], killed);
    });

    it("offers to go on with what a closed window left", async () => {
      await page.reload();
      await answer(page, /The run of slow\.synth\.json was cut off/, "Resume");
      await statusBar(page, /slow: Train [1-9]/).waitFor();
      await runCommand(page, "SynData: Cancel Run");
      await statusBar(page, /slow: /).waitFor({ state: "detached" });
      await runCommand(page, "Notifications: Clear All Notifications");
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
