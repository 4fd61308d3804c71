import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { GridToHost, HostToGrid } from "../../../src/protocol/gridView.ts";
import { launchChromium, openPage, pageScript } from "../editor/editorPage.ts";
import type { ThemeName } from "../editor/themes.ts";
import { GridHost } from "./gridHost.ts";

/** The data grid in a plain browser, under the policy it has in VS Code, over real files. */

const folder = mkdtempSync(join(tmpdir(), "syndata-grid-"));
const people = join(folder, "people.csv");
const rows = 5000;
let browser: Browser;
const open: { page: Page; faults: string[]; host: GridHost }[] = [];

beforeAll(async () => {
  const lines = Array.from({ length: rows }, (_, i) =>
    [
      `C${i}`,
      18 + ((i * 7) % 60),
      i % 11 === 0 ? "" : (i * 3.5).toFixed(2),
      `2024-0${1 + (i % 9)}-1${i % 10}`,
      ["basic", "gold", '"team, big"'][i % 3],
    ].join(","),
  );
  writeFileSync(people, `id,age,income,joined,<b>plan</b>\n${lines.join("\n")}\n`);
  [browser] = await Promise.all([launchChromium(), pageScript("grid")]);
});
afterEach(async () => {
  for (const { page, faults, host } of open.splice(0)) {
    await page.close();
    await host.close();
    expect(faults).toEqual([]);
  }
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function show(path = people, look: { theme?: ThemeName; width?: number; height?: number } = {}) {
  const host = new GridHost(path);
  const { page, faults } = await openPage<HostToGrid, GridToHost>(browser, host, "grid", look);
  open.push({ page, faults, host });
  await page
    .getByRole("status")
    .getByText(/^[\d,]+ rows$/)
    .waitFor();
  return { page, host };
}

const active = (page: Page) =>
  page.evaluate(() => {
    const grid = document.querySelector("[role=grid]");
    const cell = document.getElementById(grid?.getAttribute("aria-activedescendant") ?? "");
    return cell && `${cell.dataset["row"]}:${cell.dataset["column"]}:${cell.textContent}`;
  });

describe("the data grid in a browser", () => {
  it("is a grid for screen readers and keys, and draws only what is in view", async () => {
    const { page } = await show();
    const grid = page.getByRole("grid");
    expect(await grid.getAttribute("aria-rowcount")).toBe(String(rows + 1));
    expect(await grid.getAttribute("aria-colcount")).toBe("6");
    expect(await page.getByRole("row").count()).toBeLessThan(60);
    await grid.focus();
    await page.keyboard.press("Control+End");
    await expect
      .poll(() => active(page))
      .toBe(`${rows - 1}:4:${["basic", "gold", "team, big"][(rows - 1) % 3]}`);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => active(page)).toBe(`${rows - 2}:0:C${rows - 2}`);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.locator('[aria-sort="ascending"]').getByText("age").waitFor();
    await page.keyboard.press("Enter");
    await page.locator('[aria-sort="descending"]').getByText("age").waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => active(page)).toBe("0:1:77");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator('[aria-sort="none"]').count()).toBe(5);
    const { axe } = {
      axe: readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
    };
    await page.evaluate(`${axe}; undefined`);
    const found = (await page.evaluate(
      "axe.run().then(({ violations }) => violations.map((v) => v.id + v.nodes[0].html))",
    )) as string[];
    expect(found.filter((id) => !/^(page-has-heading-one|landmark|region|document-title)/.test(id))).toEqual(
      [],
    );
  });

  it("filters in the words of --where, and says what is wrong with a condition", async () => {
    const { page } = await show();
    const field = page.getByLabel("Filter");
    await field.fill("age=20..25");
    await field.press("Enter");
    await page.getByText(/^\d+ of 5,000 rows$/).waitFor();
    await field.fill("incme=3");
    await field.press("Enter");
    await page.getByRole("alert").getByText('there is no column "incme": did you mean "income"?').waitFor();
    // the conditions of before still hold
    await page.getByText(/^\d+ of 5,000 rows$/).waitFor();
    await field.fill("income=missing");
    await field.press("Enter");
    await page.getByLabel("Remove the condition income=missing").waitFor();
    expect(await page.locator(".grid-problem").textContent()).toBe("");
    await page.getByLabel("Remove the condition age=20..25").click();
    await page.getByText(`${Math.ceil(rows / 11)} of 5,000 rows`).waitFor();
  });

  it("drops the answers to earlier questions", async () => {
    const { page, host } = await show();
    let release = (): void => undefined;
    host.hold = new Promise((resolve) => {
      release = resolve;
    });
    const field = page.getByLabel("Filter");
    await field.fill("age=18");
    await field.press("Enter");
    await page.getByRole("columnheader", { name: /age/ }).click();
    await page.locator('[aria-sort="ascending"]').waitFor();
    await page.getByText(/ of 5,000 rows$/).waitFor();
    const before = await page.getByRole("status").textContent();
    release();
    await page.getByRole("columnheader", { name: /age/ }).click();
    await page.locator('[aria-sort="descending"]').waitFor();
    expect(await page.getByRole("status").textContent()).toBe(before);
  });

  it("copies what is selected as CSV, whole cells with their names", async () => {
    const { page, host } = await show();
    await page.getByRole("gridcell", { name: "C1", exact: true }).click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+End");
    await page.keyboard.press("Control+c");
    await page.getByText("with the names of the columns: 2").waitFor();
    expect(host.copied).toBe(
      'id,age,income,joined,<b>plan</b>\nC1,25,3.50,2024-02-11,gold\nC2,32,7.00,2024-03-12,"team, big"\n',
    );
  });

  it("goes to a row, in a table of one column of long cells too", async () => {
    const long = join(folder, "long.csv");
    writeFileSync(
      long,
      `a,b\n${Array.from({ length: 900 }, (_, i) => `${"x".repeat(3000)}${i},1`).join("\n")}\n`,
    );
    const { page } = await show(long);
    await page.getByLabel("Go to row").fill("700");
    await page.getByLabel("Go to row").press("Enter");
    await page.getByRole("rowheader", { name: "700", exact: true }).waitFor();
  });
});
