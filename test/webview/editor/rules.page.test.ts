import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editorScript, launchChromium, openEditor } from "./editorPage.ts";
import { FakeHost } from "./fakeHost.ts";

/** The Rules section in a plain browser; rules are looked for and checked in a real file. */

let browser: Browser;
let folder: string;
let data: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rules-page-"));
  data = join(folder, "orders.csv");
  const rows = Array.from({ length: 600 }, (_, i) => {
    const [net, tax] = [10 + ((i * 37) % 90), 1 + ((i * 11) % 9)];
    const start = (i * 7) % 50;
    // in three rows the end stands before the start
    const end = [40, 200, 410].includes(i) ? start - 5 : start + ((i * 13) % 20);
    return [net, tax, net + tax, start, end].join(",");
  });
  writeFileSync(data, `net,tax,gross,start,end\n${rows.join("\n")}\n`);
  [browser] = await Promise.all([launchChromium(), editorScript()]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(text: string): Promise<{ host: FakeHost; page: Page; faults: string[] }> {
  const host = await FakeHost.onFile(text, data);
  const opened = await openEditor(browser, host, { theme: "light" });
  return { host, ...opened };
}

const config = (rules: string) => `{
  "source": { "path": "orders.csv" },
  // the rest
  "model": { "type": "independent" }${rules}
}
`;

describe("the Rules section", () => {
  it("finds rules, says what speaks for them, and turns them on and off", async () => {
    const { host, page, faults } = await open(config(""));
    await page.getByRole("button", { name: "Find Rules" }).click();
    const sum = page.getByRole("switch", { name: "Keep the rule gross = net + tax" });
    await sum.waitFor();
    expect(await page.locator(".rule-evidence").first().innerText()).toMatch(/rows .*held out/);
    expect(await sum.isChecked()).toBe(false);
    await sum.check();
    await expect.poll(() => host.text).toContain('"rules": ["gross = net + tax"]');
    await page.getByText("holds in all 600 rows it applies to").waitFor();
    expect(host.text).toContain("// the rest");
    await sum.uncheck();
    await expect.poll(() => host.text).toBe(config(""));
    expect(faults).toEqual([]);
    await page.close();
  });

  it("checks an own rule against the data, shows the rows that break it, and offers to keep it all the same", async () => {
    const { host, page, faults } = await open(config(""));
    await page.getByLabel("New rule").fill("start <= end");
    await page.getByLabel("New rule").press("Enter");
    await page.getByText("breaks in 3 of 600 rows", { exact: true }).waitFor();
    await page.getByText("Show the Row Numbers").click();
    expect(await page.locator(".row-numbers").innerText()).toBe("Rows 41, 201, 411");
    expect(await page.locator(".head .counts").innerText()).toContain("1");
    await page.getByLabel(/Learn from these rows/).check();
    await expect.poll(() => host.text).toContain('{ "rule": "start <= end", "repair": true }');
    await page.locator(".broken-rows .mark.warning").waitFor();
    await page.getByLabel("Text of rule 1").fill("start <= end + 5");
    await page.getByLabel("Text of rule 1").press("Enter");
    await page.getByText("holds in all 600 rows it applies to").waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it("keeps what was turned off within reach, and says what is wrong with a text and how to fix it", async () => {
    const { host, page } = await open(
      config(',\n  "rules": ["start <= ende", { "unique": ["net", "tax", "start"] }]'),
    );
    await page.getByText(/column .?ende/).waitFor();
    expect(await page.locator(".elsewhere").count()).toBe(0);
    await page.getByRole("button", { name: "Change to end" }).click();
    await expect.poll(() => host.text).toContain('"start <= end"');
    await page.getByRole("switch", { name: /unique/ }).click();
    await expect.poll(() => host.text).not.toContain("unique");
    await page.getByRole("switch", { name: /unique/, checked: false }).click();
    await expect.poll(() => host.text).toContain('{ "unique": ["net", "tax", "start"] }');
    await page.close();
  });

  it("cancels a search and stays as it was", async () => {
    const { host, page } = await open(config(""));
    host.tell({ type: "rules", rules: { ...host.rules!.state, finding: 0.4 } });
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => host.requests.map(({ request }) => request)).toContain("cancelFindRules");
    await page.close();
  });
});
