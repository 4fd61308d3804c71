import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { projectRoot } from "../lib/tools.ts";
import { appears, clicked, closeEditors, gone, openFile, runCommand, setTheme } from "../lib/workbench.ts";
import { eventually, type Window, written } from "./window.ts";

const quick = [
  { kind: "markdown", value: ["# Quick"] },
  { kind: "synth", value: ['{ "source": { "path": "flow.csv" }, "report": { "holdout": 0.2 } }'] },
  { kind: "synth", value: ['{ "model": { "type": "independent" } }'] },
  { kind: "synth", value: ['{ "output": { "rows": 700 } }'] },
  { kind: "sql", value: ["SELECT i, i * 2 AS twice FROM range(1000000) t(i)"] },
  { kind: "synth", value: ['{ "report": { "sections": ["fidelity"] } }'] },
];
const slow = [
  { kind: "synth", value: ['{ "source": { "path": "flow.csv" } }'] },
  { kind: "synth", value: ['{ "model": { "type": "ctgan", "epochs": 5000 } }'] },
];

/** Workflow notebooks, and SynData's outputs in a notebook of another kind. */
export function notebookTests(window: Window): void {
  const { page, workspace, faults, shot } = window;
  const put = (name: string, content: unknown): void => {
    const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`;
    writeFileSync(join(workspace, name), text);
  };
  /** One webview shows all outputs of an open notebook. */
  const outputs = (): FrameLocator =>
    page
      .frameLocator('iframe.webview.ready[src*="purpose=notebookRenderer"]:visible')
      .frameLocator("iframe#active-frame");
  const line = (text: string | RegExp): Locator =>
    page.locator(".notebookOverlay .view-line", { hasText: text }).first();
  const notes = (text: string | RegExp): Locator =>
    page.locator(".notebookOverlay .cell-statusbar-container", { hasText: text });
  const runAll = async (): Promise<void> => {
    await page.getByRole("button", { name: "Run All", exact: true }).click();
  };
  const open = async (name: string): Promise<void> => {
    await closeEditors(page);
    await openFile(page, name);
    await page.locator(".notebookOverlay .cell-list-container").first().waitFor();
  };

  describe("workflow notebook", () => {
    before(async () => {
      // outputs are drawn only when they are in view
      await page.setViewportSize({ width: 1280, height: 3600 });
      copyFileSync(join(projectRoot, "examples/penguins.csv"), join(workspace, "flow.csv"));
      put("quick.synthnb", { version: 1, cells: quick });
      put("slow.synthnb", { version: 1, cells: slow });
      faults.list.length = 0;
    });

    after(() => page.setViewportSize({ width: 1280, height: 800 }));

    it("runs every cell and shows what each made", async () => {
      await open("quick.synthnb");
      await runAll();
      await outputs().locator("h1", { hasText: "flow.csv" }).waitFor();
      await outputs().locator(".sd-grid-view", { hasText: "700 rows" }).waitFor();
      await outputs().locator(".sd-verdict").first().waitFor();
      await notes("Fidelity is").first().waitFor();
      await shot("notebook-quick");
    });

    it("pages a result of a million rows", async () => {
      const grid = outputs().locator(".sd-grid-view", { hasText: "of 1,000,000 rows" });
      await grid.getByRole("button", { name: "Last" }).click();
      await grid.locator("td", { hasText: "1999998" }).waitFor();
      await grid.getByRole("button", { name: "Previous" }).click();
      await grid.locator("th", { hasText: "999,951" }).waitFor();
    });

    it("keeps outputs apart: what is done in one does not show in another", async () => {
      const other = outputs().locator(".sd-grid-view", { hasText: "of 700 rows" });
      assert.match((await other.locator("[role=status]").textContent()) ?? "", /^1–25 of 700/);
      await other.getByRole("button", { name: "Next" }).click();
      await other.locator("[role=status]", { hasText: "26–50" }).waitFor();
      assert.match(
        (await outputs()
          .locator(".sd-grid-view", { hasText: "1,000,000" })
          .locator("[role=status]")
          .textContent()) ?? "",
        /999,951/,
      );
    });

    it("opens a report's details in place, charts and all", async () => {
      await outputs().getByRole("button", { name: "Show Details" }).press("Enter");
      const chart = outputs().locator("[data-chart=heatmap]").first();
      await page.mouse.move(800, 2600);
      await eventually(
        "a chart",
        async () => {
          await page.mouse.wheel(0, 300);
          return (await chart.locator("svg.main-svg").count()) > 0;
        },
        120_000,
      );
      await shot("notebook-details");
      await page.mouse.move(366, 700);
      for (let turn = 0; turn < 10; turn++) await page.mouse.wheel(0, -300);
      await outputs().getByRole("button", { name: "Hide Details" }).press("Enter");
    });

    it("follows the theme", async () => {
      const color = (): Promise<string> =>
        outputs()
          .locator(".sd-verdict")
          .first()
          .evaluate((element) => getComputedStyle(element).getPropertyValue("--sd-real").trim());
      assert.equal(await color(), "#6ea3e6");
      await setTheme(page, "Light Modern");
      await eventually("light colors", async () => (await color()) === "#3f73b5");
      await shot("notebook-light");
      await setTheme(page, "Dark High Contrast");
      await eventually("other colors", async () => (await color()) !== "#3f73b5");
      await shot("notebook-contrast");
      await setTheme(page, "Dark Modern");
      await eventually("dark colors", async () => (await color()) === "#6ea3e6");
      await shot("notebook-dark");
    });

    it("runs again from the cache and says so", async () => {
      await runAll();
      await notes("unchanged, from the cache: model").waitFor();
      await notes("unchanged, from the cache: synthetic").waitFor();
      await notes("unchanged, from the cache: Fidelity").waitFor();
    });

    it("after an edit runs only what depends on it", async () => {
      const before = line('"rows": 700');
      const focused = page.locator(".notebookOverlay .monaco-editor.focused", { hasText: '"rows": 700' });
      let tried = "";
      const empty = async (): Promise<boolean> => {
        // a notebook that is scrolled may hide the cell
        await page.mouse.move(366, 700);
        await page.mouse.wheel(0, -5000);
        const hit = await clicked(before, 5000);
        // keys that come before the cell's editor has the focus are lost
        const ready = await appears(focused, 3000);
        tried = `clicked: ${hit}, in focus: ${ready}, cells: ${await page.locator(".notebookOverlay .view-lines").allTextContents()}`;
        if (!ready) return false;
        await page.keyboard.press("Control+A");
        await page.keyboard.press("Delete");
        return gone(before, 2000);
      };
      await eventually("the cell to be empty", empty).catch((error: Error) => {
        throw new Error(`${error.message} (${tried})`);
      });
      // the closing brackets come by themselves
      await page.keyboard.type('{ "output": { "rows": 33 ', { delay: 30 });
      await line(/^\{.+"rows":.33.\}.?\}$/).waitFor();
      await page.keyboard.press("Escape");
      await runAll();
      await outputs().locator(".sd-grid-view", { hasText: "33 rows" }).waitFor();
      await notes("unchanged, from the cache: model").waitFor();
      await notes(/synthetic: 33 synthetic rows/).waitFor();
      assert.equal(await notes("unchanged, from the cache: synthetic").count(), 0);
    });

    it("stops a training", async () => {
      await open("slow.synthnb");
      await runAll();
      await outputs().locator(".sd-losses", { hasText: "training" }).waitFor();
      await outputs().locator(".sd-curves polyline").first().waitFor();
      await shot("notebook-training");
      await page.getByRole("button", { name: "Stop Execution", exact: true }).first().click();
      await notes("cancelled").waitFor();
      const folder = join(workspace, ".syndata/notebooks/slow");
      assert.ok(
        !existsSync(folder) || !readFileSync(join(folder, "../../.gitignore"), "utf8").includes("model"),
      );
    });

    it("keeps outputs beside the notebook when asked, and shows them after reopening", async () => {
      put("kept.synthnb", { version: 1, outputs: "beside", cells: quick.slice(0, 4) });
      await open("kept.synthnb");
      await runAll();
      await eventually("saved outputs", () => existsSync(join(workspace, "kept.synthnb.out.json")));
      await closeEditors(page);
      assert.equal(
        readFileSync(join(workspace, "kept.synthnb"), "utf8"),
        `${JSON.stringify({ version: 1, outputs: "beside", cells: quick.slice(0, 4) }, null, 2)}\n`,
      );
      await open("kept.synthnb");
      await outputs().locator(".sd-grid-view", { hasText: "700 rows" }).waitFor();
    });

    it("marks what is wrong in a cell", async () => {
      put("wrong.synthnb", {
        version: 1,
        cells: [
          quick[1],
          { kind: "synth", value: ['{ "model": { "type": "ctgann" } }'] },
          { kind: "sql", value: ["SELECT nope FROM source"] },
        ],
      });
      await open("wrong.synthnb");
      await page.locator(".notebookOverlay .squiggly-error").first().waitFor();
      await line("SELECT nope").click();
      await page
        .getByRole("button", { name: /^Execute Cell/ })
        .locator("visible=true")
        .last()
        .click();
      await outputs()
        .getByText(/nope.*line 1, column 8/s)
        .first()
        .waitFor();
      await page.keyboard.press("Escape");
    });

    it("keeps the text of a damaged notebook byte for byte", async () => {
      const text = '{ "version": 1,\r\n  "cells": [ oh no';
      put("damaged.synthnb", text);
      await open("damaged.synthnb");
      await page.locator(".notebookOverlay .view-lines", { hasText: "oh no" }).waitFor();
      await runCommand(page, "File: Save");
      assert.equal(readFileSync(join(workspace, "damaged.synthnb"), "utf8"), text);
      await runCommand(page, "Notifications: Clear All Notifications");
    });

    it("draws a report in a notebook of another kind, and says when it is too new", async () => {
      const report = JSON.parse(readFileSync(reportOfQuick(), "utf8")) as object;
      const output = (data: Record<string, unknown>) => ({ output_type: "display_data", metadata: {}, data });
      put("other.ipynb", {
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {},
        cells: [
          {
            cell_type: "code",
            id: "a",
            execution_count: 1,
            metadata: {},
            source: ["1"],
            outputs: [
              output({ "application/vnd.syndata.report+json": report, "text/plain": ["a report"] }),
              output({ "application/vnd.syndata.report+json": { version: 9 }, "text/plain": ["a report"] }),
            ],
          },
        ],
      });
      await open("other.ipynb");
      await outputs().locator(".sd-verdict").waitFor();
      await outputs().getByText("This output has version 9").waitFor();
      await outputs().getByRole("button", { name: "Open Full Report" }).click();
      await page.locator(".tab.active", { hasText: "synthetic" }).waitFor();
      await closeEditors(page);
    });

    it("converts a config to a notebook and back", async () => {
      put(
        "made.synth.json",
        '{\n  // a comment\n  "source": { "path": "flow.csv" },\n  "model": { "type": "independent" }\n}\n',
      );
      await closeEditors(page);
      await openFile(page, "made.synth.json");
      await runCommand(page, "SynData: Convert to Notebook");
      await written(window, "made.synthnb", (text) => text.includes("// a comment"));
      await page.locator(".tab.active", { hasText: "made.synthnb" }).waitFor();
      await runCommand(page, "SynData: Convert to Config");
      await written(window, "made-2.synth.json", (text) => text.includes('"independent"'));
    });

    it("makes a new one for a table that is picked", async () => {
      await closeEditors(page);
      await runCommand(page, "SynData: New Workflow Notebook");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "flow.csv" }).first().click();
      await page.locator(".tab.active", { hasText: "flow.synthnb" }).waitFor();
      await written(window, "flow.synthnb", (text) => text.includes('\\"flow.csv\\"'));
    });

    it("shows the example", async () => {
      copyFileSync(join(projectRoot, "examples/penguins.synthnb"), join(workspace, "penguins.synthnb"));
      await page.setViewportSize({ width: 1280, height: 7600 });
      await open("penguins.synthnb");
      await runAll();
      await page.getByRole("button", { name: "Stop Execution", exact: true }).waitFor();
      const done = page.getByRole("button", { name: "Run All", exact: true });
      await done.waitFor({ timeout: 280_000 });
      await notes("compared penguins, baseline").waitFor();
      await page.waitForTimeout(1500);
      await shot("notebook-example");
      if (process.env["E2E_PICTURES"]) await picture();
    });

    it("leaves nothing on the console", () => {
      assert.deepEqual(faults.list, []);
    });
  });

  /** For the README: the end of a training, rows and the report. */
  async function picture(): Promise<void> {
    const pictures = join(projectRoot, "media/screenshots");
    mkdirSync(pictures, { recursive: true });
    await line("SELECT 'real'").click();
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1280, height: 1400 });
    await page.waitForTimeout(1000);
    for (const key of ["ArrowUp", "ArrowDown"]) await page.keyboard.press(key);
    await page.mouse.move(300, 1395);
    await page.waitForTimeout(2500);
    await page.screenshot({ path: join(pictures, "notebook.png") });
  }

  function reportOfQuick(): string {
    const folder = join(workspace, ".syndata/notebooks/quick");
    return join(folder, readdirSync(folder).find((name) => name.startsWith("report-"))!);
  }
}
