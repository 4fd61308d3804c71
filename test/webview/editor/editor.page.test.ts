import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { column, customers, table } from "../../config/profiles.ts";
import { editorScript, launchChromium, openEditor } from "./editorPage.ts";
import { FakeHost } from "./fakeHost.ts";

/** The editor in a plain browser, under the policy it has in VS Code, with a host that edits a real text. */

const text = `{
  // which table
  "source": { "path": "customers.csv" },
  "columns": {
    "age": { "decimals": 0 }, // years
    "pln": {}
  },
  "model": { "type": "ctgan", "epochs": 10 }
}
`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;
const pages: Page[] = [];
const faults: string[][] = [];

beforeAll(async () => {
  [browser] = await Promise.all([launchChromium(), editorScript()]);
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
  expect(faults.splice(0).flat()).toEqual([]);
});
afterAll(() => browser?.close());

async function open(host: FakeHost, options: Parameters<typeof openEditor>[2] = {}): Promise<Page> {
  const opened = await openEditor(browser, host, options);
  pages.push(opened.page);
  faults.push(opened.faults);
  return opened.page;
}

const nameOf = (page: Page, name: string) => page.locator(".name-text").getByText(name, { exact: true });

describe("the editor in a browser", () => {
  it("writes what is chosen as one edit and leaves the rest alone", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    await page.getByLabel("Type of plan").selectOption("text");
    await expect.poll(() => host.text).toContain('"plan": { "type": "text" }');
    expect(host.text.replace(/,\n +"plan": \{ "type": "text" \}/, "")).toBe(text);
    await page.getByLabel("Type of plan").selectOption("");
    await expect.poll(() => host.text).toBe(text);
    expect(host.requests).toHaveLength(2);
  });

  it("shows example rows before training, marked as a preview, until they are folded away", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    expect(await page.getByRole("region", { name: "Example rows" }).count()).toBe(0);
    const columns = [
      { name: "age", values: ["31", null] },
      { name: "<b>plan</b>", values: ["basic", "<img src=x>"] },
    ];
    const made = { columns, columnShapes: 0.934, pairTrends: 0.87, rows: 1600 };
    host.tell({ type: "preview", preview: { state: "ready", preview: made } });
    await page.getByText("Column shapes about 93 %, pair trends about 87 %").waitFor();
    await page.getByText("not by the model that Run trains").waitFor();
    await page.getByRole("cell", { name: "<img src=x>" }).waitFor();
    expect(await page.getByRole("columnheader", { name: "<b>plan</b>" }).count()).toBe(1);
    await page.getByRole("button", { name: "Example rows" }).click();
    expect(await page.getByRole("cell", { name: "basic" }).count()).toBe(0);
    host.tell({ type: "preview", preview: { state: "failed", message: "no such file" } });
    await page.getByText("No preview: no such file").waitFor();
  });

  it("puts the focus into the search with Ctrl+F", async () => {
    const page = await open(new FakeHost(text, customers));
    await page.keyboard.press("Control+f");
    await page.keyboard.type("pln");
    await expect.poll(() => page.locator(".name-text").count()).toBe(1);
  });

  it("shows sensitive columns that are so by their role", async () => {
    const page = await open(
      new FakeHost(text.replace('"pln": {}', '"plan": { "role": "sensitive" }'), customers),
    );
    await page.locator(".chip.inherited").getByText("plan").waitFor();
  });

  it("follows the text, without answering with an edit of its own", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    host.write(text.replace('"decimals": 0', '"role": "drop"').replace('"epochs": 10', '"epochs": 77'));
    await expect.poll(() => page.getByLabel("Role of age").inputValue()).toBe("drop");
    expect(await page.getByLabel("Epochs", { exact: true }).inputValue()).toBe("77");
    host.write(text.slice(0, -3));
    expect(await page.getByRole("alert").textContent()).toContain(
      "customers.synth.json".replace("customers", "table"),
    );
    host.write(text);
    await expect.poll(() => page.getByLabel("Role of age").inputValue()).toBe("");
    expect(host.requests).toEqual([]);
  });

  it("does not overwrite what is being typed, and refuses what is no value", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    const epochs = page.getByLabel("Epochs", { exact: true });
    await epochs.fill("12x");
    host.write(text.replace('"decimals": 0', '"decimals": 2'));
    expect(await epochs.inputValue()).toBe("12x");
    await epochs.press("Enter");
    await page.getByText("Needs a whole number.").waitFor();
    expect(await epochs.getAttribute("aria-invalid")).toBe("true");
    expect(host.text).toContain('"epochs": 10');
    await epochs.fill("500");
    await epochs.press("Enter");
    await expect.poll(() => host.text).toContain('"epochs": 500');
    expect(await page.getByText("Needs a whole number.").count()).toBe(0);
    await page.getByRole("button", { name: "Reset Epochs" }).click();
    await expect.poll(() => host.text).toContain('"model": { "type": "ctgan" }');
    expect(await epochs.getAttribute("placeholder")).toBe("300");
  });

  it("chooses rows with mouse and keyboard and edits them together", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    await nameOf(page, "joined").click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    expect(await page.locator('.line[aria-selected="true"]').count()).toBe(3);
    await page
      .getByText("income", { exact: true })
      .first()
      .click({ modifiers: ["Control"] });
    await page.getByLabel("Missing values…").selectOption("never");
    await expect.poll(() => host.text.match(/"missing": "never"/g)?.length).toBe(4);
    expect(host.requests).toHaveLength(1);
    expect(host.version).toBe(2);
  });

  it("keeps the bar for chosen rows inside its pane and its choices readable, however narrow", async () => {
    for (const width of [640, 920, 1280]) {
      const page = await open(new FakeHost(text, customers), { width });
      await page.getByLabel("Select age").check();
      await page.getByLabel("Select plan").check();
      const pane = (await page.locator(".pane-columns").boundingBox())!;
      // more columns can be searched for and chosen
      await page.locator(".toolbar .search").waitFor();
      for (const control of await page.locator(".bulk > *").all()) {
        const box = await control.boundingBox();
        if (box === null) continue;
        expect(box.x + box.width).toBeLessThanOrEqual(pane.x + pane.width);
      }
      for (const choice of await page.locator(".bulk select").all())
        expect((await choice.boundingBox())!.width).toBeGreaterThan(70);
    }
  });

  it("leads to the report once there is one, and says what a run is at", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    const report = page.getByRole("button", { name: "Open the report of the last run" });
    await page.getByLabel("Role of plan").waitFor();
    expect(await report.count()).toBe(0);
    host.tell({ type: "run", run: { state: "running", fraction: 0.42, label: "Train", report: false } });
    await page.getByText("Train 42 %").waitFor();
    host.tell({ type: "run", run: { state: "idle", fraction: null, label: "", report: true } });
    await report.click();
    await expect.poll(() => host.requests.at(-1)?.request).toBe("openReport");
  });

  it("shows the lines before the place where broken text breaks", async () => {
    const host = new FakeHost('{\n  "source": { "path": "customers.csv" },\n', customers);
    const page = await open(host);
    expect(await page.locator(".broken pre > div").allInnerTexts()).toEqual([
      "1{",
      '2  "source": { "path": "customers.csv" },',
      "3",
    ]);
  });

  it("says why it shows no column", async () => {
    const page = await open(new FakeHost('{ "source": { "path": "customers.csv" } }', customers));
    const empty = page.locator(".empty");
    await page.getByLabel("Show", { exact: true }).selectOption("changed");
    await empty.getByText("Nothing is set here for any column.").waitFor();
    await page.locator("vscode-textfield.search input").fill("zzz");
    await empty.getByText("No column matches “zzz”.").waitFor();
    const host = new FakeHost('{ "source": { "path": "gone.csv" } }', undefined);
    const unread = await open(host);
    await unread.getByText("There is no file gone.csv.").waitFor();
    expect(await unread.locator(".empty").innerText()).toBe("");
  });

  it("opens a row by keyboard; its settings are those of its type", async () => {
    const page = await open(new FakeHost(text, customers));
    await nameOf(page, "joined").click();
    await page.keyboard.press("Enter");
    const settings = page.getByRole("group", { name: "Settings" });
    await settings.waitFor();
    expect(await settings.locator("label").allTextContents()).toEqual([
      "Missing values",
      "Format",
      "Minimum",
      "Maximum",
      "Min category count",
    ]);
    expect(await settings.getByLabel("Minimum").getAttribute("placeholder")).toBe("observed 2020-01-01");
    await page.keyboard.press("Enter");
    await settings.waitFor({ state: "detached" });
  });

  it("shows problems at their control and applies their fix", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    await page.getByText("1 error").click();
    const first = page.locator('.line[data-index="0"]');
    expect(await first.locator(".name-text").textContent()).toBe("pln");
    await first.getByRole("button", { name: "Details of pln" }).click();
    await page.locator(".details .problem .link").first().click();
    await expect.poll(() => host.text).not.toContain("pln");
  });

  it("changes the model without options the new one does not know", async () => {
    const host = new FakeHost(text.replace('"epochs": 10', '"epochs": 10, "pac": 5'), customers);
    const page = await open(host);
    await page.getByLabel("Model", { exact: true }).selectOption("gaussianCopula");
    await expect.poll(() => host.text).toContain('"model": { "type": "gaussianCopula" }');
    await nameOf(page, "age").dblclick();
    await page.getByLabel("Marginal distribution").selectOption("gamma");
    await expect.poll(() => host.text).toContain('"numericalDistributions"');
  });

  it("edits gates", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    await page.getByLabel("Add a gate…").selectOption("columnShapes");
    await expect.poll(() => host.text).toContain('"columnShapes"');
    const least = page.getByLabel("Column shapes, at least");
    await least.fill("0.95");
    await least.press("Enter");
    await expect
      .poll(() => host.text.replace(/\s+/g, " "))
      .toContain('"gates": { "columnShapes": { "min": 0.95 } }');
    await page.getByRole("button", { name: "Remove the gate on Column shapes" }).click();
    await expect.poll(() => host.text).not.toContain("gates");
  });

  it("says why an edit was refused", async () => {
    const host = new FakeHost(text, customers);
    const page = await open(host);
    host.refusal = "The file could not be changed; it may be read-only.";
    await page.getByLabel("Role of plan").selectOption("drop");
    await page.getByText(host.refusal).waitFor();
  });

  it("draws only what is in view of 1000 columns", async () => {
    const wide = table(Array.from({ length: 1000 }, (_, i) => column(`column_${i}`, "numerical")));
    const host = new FakeHost('{ "source": { "path": "wide.csv" } }', wide);
    const page = await open(host);
    const drawn = () => page.locator(".line[data-index]").count();
    expect(await drawn()).toBeLessThan(50);
    await page.locator(".grid").evaluate((grid) => {
      (grid as unknown as { scrollTop: number }).scrollTop = 20_000;
    });
    await page.getByText("column_590", { exact: true }).waitFor();
    expect(await drawn()).toBeLessThan(50);
    await page.locator(".search input").fill("987");
    await page.getByText("column_987", { exact: true }).waitFor();
    expect(await drawn()).toBe(1);
    await page.locator(".search input").fill("");
    await page.locator(".line[data-index]").first().focus();
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(".line:focus .name-text").textContent()).toBe("column_999");
  });

  it("shows names and values as text, whatever they are", async () => {
    const long = "x".repeat(10_000);
    const names = [
      "<img src=x onerror=alert(1)>",
      'a "quoted" name',
      "two\nlines",
      "🐧🇳🇴",
      "مرحبا",
      long,
      "",
    ];
    const values = ["<script>alert(1)</script>", "\u202Ereversed", long, "{{alert(1)}}"];
    const nasty = table(
      names.map((name) =>
        column(name, "categorical", { examples: values, top: values.map((value) => ({ value, count: 9 })) }),
      ),
    );
    const page = await open(new FakeHost('{ "source": { "path": "<b>.csv" } }', nasty));
    for (let i = 0; i < names.length; i++) await page.locator(`.line[data-index="${i}"] .twist`).click();
    expect(await page.locator("img, script:not([src])").count()).toBe(0);
    const shown = await page.locator("body").innerText();
    for (const part of ["<img src=x", "two⏎lines", "🐧🇳🇴", "(no name)", "·reversed", "<b>.csv"])
      expect(shown).toContain(part);
    expect(shown).not.toMatch(/NaN|undefined|\[object|x{500}/);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  it.each(["dark", "light", "highContrast"] as const)(
    "has no serious accessibility finding in the %s theme",
    async (theme) => {
      const host = new FakeHost(text.replace("ctgan", "circuit").replace('"epochs"', '"epoch"'), customers);
      const page = await open(host, { theme });
      await page.locator('.line[data-index="1"] .twist').click();
      await page.getByLabel("Add a gate…").selectOption("dcrShare");
      await page.getByRole("button", { name: /more options/ }).click();
      const session = await page.context().newCDPSession(page);
      // the policy of the page allows no other script; the debugger may
      await session.send("Runtime.evaluate", { expression: axe });
      const { result } = await session.send("Runtime.evaluate", {
        expression:
          "axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 150)).join(' | ')))",
        awaitPromise: true,
        returnByValue: true,
      });
      expect(result.value).toEqual([]);
    },
  );
});
