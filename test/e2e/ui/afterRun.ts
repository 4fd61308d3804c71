import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explorerMenu } from "../lib/explorer.ts";
import { notification } from "../lib/notifications.ts";
import { answerFileDialog, closeEditors, runCommand, webview } from "../lib/workbench.ts";
import { eventually, read, runsOf, type Window } from "./window.ts";

/** What is done with a run's report and model: next steps, definitions, more rows. Needs the run of `first use`. */
export function afterRunTests(window: Window): void {
  const { page, workspace, faults, shot } = window;
  const model = "after.synthmodel";
  const tried = "quick-comparison/circuit-1.synthmodel";
  const title = (text: string | RegExp) =>
    page.locator(".quick-input-title", { hasText: text }).waitFor({ timeout: 60_000 });
  const choose = (text: string | RegExp) =>
    page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().click();

  describe("after a run", () => {
    before(() => closeEditors(page));

    it("a next step of the report changes the config, as one edit that is not saved", async () => {
      const [run] = runsOf(window, "penguins");
      const path = join(run!, "report.json");
      const text = readFileSync(path, "utf8");
      const report = JSON.parse(text) as { readonly sharing: { readonly findings: readonly unknown[] } };
      const step = { text: "Set rows aside.", edits: [{ path: ["report", "holdout"], value: 0.37 }] };
      const finding = { key: "holdout", title: "No holdout", status: "watch", text: "Look.", steps: [step] };
      writeFileSync(path, JSON.stringify({ ...report, sharing: { ...report.sharing, findings: [finding] } }));
      await explorerMenu(page, "penguins.synth.json", "Open Report");
      await webview(page).getByRole("button", { name: "Change the config" }).click();
      await notification(page, "was changed").waitFor();
      await page.locator(".tab.dirty", { hasText: "penguins.synth.json" }).waitFor();
      assert.ok(!read(window, "penguins.synth.json").includes("0.37"));
      writeFileSync(path, text);
      await closeEditors(page);
    });

    it("a metric says what it measures under the pointer and at the keyboard's focus", async () => {
      await explorerMenu(page, "penguins.synth.json", "Open Report");
      const name = webview(page).locator(".sd-def", { hasText: "Column shapes" }).first();
      const card = webview(page).locator(".sd-def-card");
      await name.hover();
      await card.getByText("Mean KSComplement and TVComplement over columns.").waitFor();
      await page.keyboard.press("Escape");
      await name.focus();
      await card.waitFor({ state: "visible" });
      await shot("definition");
      await closeEditors(page);
    });

    it("Sample More draws rows with the shares that were asked for", async () => {
      copyFileSync(join(workspace, "synthetic/penguins.synthmodel"), join(workspace, model));
      await explorerMenu(page, model, "Sample More…");
      const input = page.locator(".quick-input-widget input.input");
      await title("How many rows?");
      await input.fill("300");
      await page.keyboard.press("Enter");
      await title("Only rows that meet all conditions");
      await choose("Set the shares");
      await title("Shares of the values of which column?");
      await choose(/^species/);
      await title("Shares of the values of species");
      await input.fill("Gentoo:0.5|Adelie:0.25");
      await page.locator(".quick-input-message", { hasText: /150 × Gentoo · 75 × Adelie · 75 × / }).waitFor();
      await shot("shares");
      await page.keyboard.press("Enter");
      await title("Only rows that meet all conditions");
      await choose("Sample without conditions");
      const out = join(workspace, "after-sample.csv");
      await answerFileDialog(page, out, /after-sample\.csv$/);
      await eventually("the sampled rows", () => existsSync(`${out}.provenance.json`));
      const rows = readFileSync(out, "utf8");
      assert.equal(rows.match(/^Gentoo,/gm)?.length, 150);
      assert.equal(rows.match(/^Adelie,/gm)?.length, 75);
      await runCommand(page, "Notifications: Clear All Notifications");
      await closeEditors(page);
    });

    it("tries models on a config, with their scores, and shows them side by side", async () => {
      await explorerMenu(page, "quick.synth.json", "Try All Models…");
      await title("Which models are tried?");
      // checked for a start, as the other two that are ready in seconds
      await choose("gaussianCopula");
      await page.locator(".quick-input-widget input.input").press("Enter");
      await notification(page, /quick: fidelity \/ utility \/ privacy of circuit .*independent/).waitFor({
        timeout: 180_000,
      });
      await page.locator(".tab", { hasText: "comparison.md" }).waitFor();
      assert.ok(existsSync(join(workspace, tried)));
      await shot("try-all");
      await runCommand(page, "Notifications: Clear All Notifications");
      await closeEditors(page);
    });

    it("fills in missing values and scores rows with a model, and shows the tables", async () => {
      for (const [entry, ending, says] of [
        ["Fill In Missing Values…", "filled", /19 cells filled in, 0 left missing/],
        ["Score Rows…", "scores", /Least likely rows of penguins\.csv: \d+, \d+, \d+/],
      ] as const) {
        await explorerMenu(page, "penguins.csv", entry);
        await title("Which model?");
        await choose(tried);
        const out = join(workspace, `penguins-${ending}.csv`);
        await answerFileDialog(page, out, new RegExp(`penguins-${ending}\\.csv$`));
        await notification(page, says).waitFor();
        await page.locator(".tab.active", { hasText: `penguins-${ending}.csv` }).waitFor();
        await webview(page).getByText("344 rows").waitFor();
        await runCommand(page, "Notifications: Clear All Notifications");
      }
      const filled = readFileSync(join(workspace, "penguins-filled.csv"), "utf8").trim();
      assert.doesNotMatch(filled, /(?:^|,)(?:NA)?(?:,|$)/m);
      await shot("scores");
      await closeEditors(page);
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });
}
