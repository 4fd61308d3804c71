import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editorScript, launchChromium, openEditor } from "./editorPage.ts";
import { FakeHost } from "./fakeHost.ts";

/** The guarantee in the settings: asked for, explained, and metered before anything is spent. `PRIVACY_SHOTS`: a folder for pictures. */

let browser: Browser;
let folder: string;
let data: string;
const shots = process.env["PRIVACY_SHOTS"];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "privacy-page-"));
  data = join(folder, "visits.csv");
  const rows = Array.from(
    { length: 3000 },
    (_, i) => `${20 + (i % 60)},${["north", "south"][i % 2]},${i % 90}`,
  );
  writeFileSync(data, `age,ward,cost\n${rows.join("\n")}\n`);
  [browser] = await Promise.all([launchChromium(), editorScript()]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const declared = `{
  "source": { "path": "visits.csv" },
  "columns": {
    "age": { "min": 0, "max": 120, "bins": 24 },
    "ward": { "values": ["north", "south", "east"] },
    "cost": { "min": 0, "max": 500 }
  }
}
`;

describe("the guarantee in the editor", () => {
  it("is asked for, explained in odds, metered, and asks once by name whether bounds are public", async () => {
    const host = await FakeHost.onFile(declared, data);
    const { page, faults } = await openEditor(browser, host, { width: 1400 });
    const section = page.locator("#group-privacy");
    await section.getByRole("button", { name: "Ask for a guarantee" }).click();
    await expect.poll(() => host.text).toContain('"epsilon": 1');
    await expect.poll(() => section.innerText()).toContain("odds of at most 2.7 to 1");
    const question = section.getByRole("group");
    expect(await question.innerText()).toMatch(/public knowledge\?.*age.*ward|public knowledge\?.*cost/s);
    for (const name of ["age", "ward", "cost", "age × cost"])
      expect(await section.locator(".noise-meter li", { hasText: name }).first().innerText()).toMatch(
        /%|noise/,
      );
    await question.getByRole("button", { name: /^Yes/ }).click();
    await expect.poll(() => host.text).toContain('"domain": "declared"');
    await expect.poll(() => question.count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("removes bounds that are not public in one step, and buys what is open", async () => {
    const text = declared.replace(/\n}\n$/, ',\n  "privacy": { "epsilon": 3 }\n}\n');
    const host = await FakeHost.onFile(text, data);
    const { page, faults } = await openEditor(browser, host, { width: 360, theme: "light" });
    await page.getByRole("tab", { name: "Settings" }).click();
    const section = page.locator("#group-privacy");
    await section.getByRole("button", { name: /^No/ }).click();
    await expect.poll(() => host.text).toContain('"domain": "private"');
    expect(host.text).not.toMatch(/"min"|"max"|"values"|"bins"/);
    expect(host.version).toBe(2);
    await expect.poll(() => section.innerText()).toMatch(/texts that about \d+ rows share/);
    const sideways = await page.evaluate(
      "document.documentElement.scrollWidth > document.documentElement.clientWidth",
    );
    expect(sideways).toBe(false);
    expect(faults).toEqual([]);
    await page.close();
  });

  it.runIf(shots !== undefined)("looks right in light and dark, narrow and wide", async () => {
    const text = declared.replace(/\n}\n$/, ',\n  "privacy": { "epsilon": 1 }\n}\n');
    for (const theme of ["dark", "light"] as const)
      for (const width of [360, 1400]) {
        const { page } = await openEditor(browser, await FakeHost.onFile(text, data), {
          theme,
          width,
          height: 1500,
        });
        if (width === 360) await page.getByRole("tab", { name: "Settings" }).click();
        await page.locator("#group-privacy").scrollIntoViewIfNeeded();
        await page.screenshot({ path: join(shots!, `${theme}-${width}.png`) });
        await page.close();
      }
  });
});
