import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editorScript, launchChromium, openEditor } from "./editorPage.ts";
import { FakeHost } from "./fakeHost.ts";

/** Personal columns in the table of columns, as they are found in a real file. */

let browser: Browser;
let folder: string;
let data: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "personal-page-"));
  data = join(folder, "people.csv");
  const first = ["Anna", "Bernd", "Clara", "David", "Emma", "Felix", "Greta", "Hans", "Ida", "Jonas"];
  const last = ["Schmidt", "Weber", "Wagner", "Becker", "Hoffmann", "Koch", "Richter", "Klein", "Wolf"];
  const rows = Array.from({ length: 400 }, (_, i) => {
    const [a, b] = [first[(i * 7) % 10]!, last[(i * 5) % 9]!];
    return `${a},${b},${a.toLowerCase()}.${b.toLowerCase()}${i}@mail.example,${["f", "m"][i % 2]},${(i * 37) % 900},XXXX-XXXX-XXXX-10${(i % 20) + 10}`;
  });
  writeFileSync(data, `first_name,last_name,email,gender,amount,card\n${rows.join("\n")}\n`);
  [browser] = await Promise.all([launchChromium(), editorScript()]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("personal columns in the editor", () => {
  it("carry a badge that says what they hold and what happens, can be filtered, and are set together", async () => {
    const text =
      '{ "source": { "path": "people.csv" }, "model": { "type": "independent" }, "columns": {} }\n';
    const host = await FakeHost.onFile(text, data);
    const { page, faults } = await openEditor(browser, host);
    const badge = (column: string) => page.locator(".line", { hasText: column }).locator(".tag.personal");
    expect(await badge("email").getAttribute("aria-label")).toBe("Personal data: E-mail address, invent");
    expect(await badge("gender").getAttribute("class")).toContain("quasi");
    expect(await badge("amount").count()).toBe(0);
    expect(await badge("card").getAttribute("aria-label")).toBe(
      "Personal data: perhaps Payment card number, to be safe: invent",
    );

    await page.locator("select.filter").selectOption("personal");
    await expect.poll(() => page.locator(".grid-body .line").count()).toBe(5);
    await page.getByLabel("Select email").check();
    await page.getByLabel("Select last_name").check();
    await page.getByLabel("Personal data…").selectOption("drop");
    await expect.poll(() => host.text.match(/"replace": "drop"/g)?.length).toBe(2);
    expect(host.version).toBe(2);
    await page.getByLabel("Personal data…").selectOption("keep");
    await expect.poll(() => badge("email").getAttribute("class")).toContain("kept");
    await page.getByLabel("Personal data…").selectOption("inferred");
    await expect.poll(() => host.text).toBe(text);
    expect(faults).toEqual([]);
    await page.close();
  });
});
