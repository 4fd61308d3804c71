import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { explorerMenu } from "../lib/explorer.ts";
import { closeEditors, openFile, setTheme, webview } from "../lib/workbench.ts";
import type { Window } from "./window.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Pictures in three themes, and what axe-core says of our pages. */
export function lookTests(window: Window): void {
  const { page, shot } = window;
  const themes = [
    ["dark", "Dark Modern", "vscode-dark"],
    ["light", "Light Modern", "vscode-light"],
    ["contrast", "Dark High Contrast", "vscode-high-contrast"],
  ] as const;
  const inTheme = async (theme: (typeof themes)[number]): Promise<void> => {
    await setTheme(page, theme[1]);
    await webview(page).locator(`body.${theme[2]}`).waitFor();
    // colors fade for a moment
    await page.waitForTimeout(400);
  };
  const findings = async (): Promise<string[]> => {
    const handle = await webview(page).locator("body").elementHandle();
    const frame = await handle?.ownerFrame();
    assert.ok(frame);
    await frame.evaluate(`${axe}; undefined`);
    const found = (await frame.evaluate("axe.run().then(({ violations }) => violations)")) as Finding[];
    return found
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)
            .join(" | ")}`,
      );
  };
  /** Colors between two themes are nobody's: asks again while they may still fade. */
  const check = async (): Promise<void> => {
    let found = await findings();
    for (let again = 0; again < 3 && found.length > 0; again++) {
      await page.waitForTimeout(2000);
      found = await findings();
    }
    assert.deepEqual(found, []);
  };

  describe("look and accessibility", () => {
    before(() => closeEditors(page));

    it("editor", async () => {
      await openFile(page, "penguins.synth.json");
      await webview(page).getByText("bill_length_mm").first().waitFor();
      for (const theme of themes) {
        await inTheme(theme);
        await shot(`editor-${theme[0]}`);
        await check();
      }
    });

    it("board", async () => {
      await closeEditors(page);
      await openFile(page, "syndata.mvp.json");
      await webview(page).locator(".card").first().waitFor();
      for (const theme of themes) {
        await inTheme(theme);
        await shot(`board-${theme[0]}`);
        await check();
      }
    });

    it("grid", async () => {
      await closeEditors(page);
      await explorerMenu(page, "penguins.csv", "Open as Table");
      await webview(page).getByText("344 rows").waitFor();
      for (const theme of themes) {
        await inTheme(theme);
        await shot(`grid-${theme[0]}`);
        await check();
      }
    });

    it("report", async () => {
      await closeEditors(page);
      await explorerMenu(page, "penguins.synth.json", "Open Report");
      await webview(page).locator("h1", { hasText: "penguins" }).waitFor();
      for (const theme of themes) {
        await inTheme(theme);
        await webview(page).locator("h1").scrollIntoViewIfNeeded();
        await shot(`report-${theme[0]}`);
        await webview(page).locator("[data-chart=heatmap]").first().scrollIntoViewIfNeeded();
        await webview(page).locator("[data-chart=heatmap] svg.main-svg").first().waitFor();
        await shot(`report-charts-${theme[0]}`);
        await check();
      }
    });

    it("runs view", async () => {
      await page.locator(".activitybar .action-label[aria-label*='SynData']").click();
      await page.locator(".pane-header", { hasText: "Runs" }).waitFor();
      await page.locator(".monaco-list-row", { hasText: "penguins" }).first().waitFor();
      for (const theme of themes) {
        await inTheme(theme);
        await shot(`views-${theme[0]}`);
      }
    });
  });
}
