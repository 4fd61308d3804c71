import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { HostToBoard } from "../../../src/product/page/boardMessages.ts";
import { startInProcess } from "../../../src/worker/inProcess.ts";
import { launchChromium, pageScript } from "../editor/editorPage.ts";
import { openBoard, plannerText } from "./boardPage.ts";
import { FakeBoardHost } from "./fakeBoardHost.ts";

/** The board in a plain browser, under the policy it has in VS Code, with a host that edits a real text. */

let browser: Browser;
const pages: Page[] = [];
const faults: string[][] = [];

beforeAll(async () => {
  [browser] = await Promise.all([launchChromium(), pageScript("board")]);
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
  expect(faults.splice(0).flat()).toEqual([]);
});
afterAll(() => browser?.close());

async function open(host: FakeBoardHost): Promise<Page> {
  const opened = await openBoard(browser, host);
  pages.push(opened.page);
  faults.push(opened.faults);
  return opened.page;
}

const card = (page: Page, title: string) => page.locator(".card-title", { hasText: title });
const titlesOf = (page: Page, key: string) =>
  page.locator(`.column[data-key="${key}"] .card-title`).allTextContents();
const said = (page: Page) => page.locator("[role=status][aria-live=polite]").textContent();

describe("the board in a browser", () => {
  it("moves a card by keyboard with its comments, says where it is and keeps the focus", async () => {
    const host = new FakeBoardHost(plannerText);
    const page = await open(host);
    await page.getByLabel("Sort").selectOption("hand");
    await card(page, "Swap a shift").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowUp");
    expect(await said(page)).toBe("Swap a shift, Must, 1 of 3");
    await page.keyboard.press("Escape");
    expect(host.text).toBe(plannerText);
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    expect(await said(page)).toBe("Swap a shift, Should, 2 of 3");
    await page.keyboard.press("Space");
    await expect
      .poll(() => titlesOf(page, "should"))
      .toEqual(["Rest times checked by the law of the country", "Swap a shift", "On the phone"]);
    expect(host.requests).toHaveLength(1);
    expect(host.text).toContain('"added": "2026-10-26" }, // law first\n    { "id": "swap-shift"');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Swap a shift");
  });

  it("drags with the pointer by hand, and says why not when sorted by RICE", async () => {
    const host = new FakeBoardHost(plannerText);
    const page = await open(host);
    const drag = async (from: string, to: string) => {
      const [a, b] = [await card(page, from).boundingBox(), await card(page, to).boundingBox()];
      await page.mouse.move(a!.x + 40, a!.y + 10);
      await page.mouse.down();
      await page.mouse.move(b!.x + 60, b!.y + 4, { steps: 6 });
      await page.mouse.up();
    };
    await drag("Gaps of next week", "On the phone");
    await page.getByRole("alert").getByText("sorted by RICE").waitFor();
    expect(host.requests).toEqual([]);
    await page.getByLabel("Sort").selectOption("hand");
    await drag("Gaps of next week", "On the phone");
    await expect.poll(() => titlesOf(page, "should")).toContain("Gaps of next week on one page");
    expect(host.requests).toHaveLength(1);
    // the release is no press: no panel opens
    expect(await page.locator(".panel").count()).toBe(0);
  });

  it("does with the Move menu what dragging does", async () => {
    const host = new FakeBoardHost(plannerText);
    const page = await open(host);
    await page.getByRole("button", { name: "Move Fax gateway…" }).click();
    await page.getByRole("menuitemradio", { name: "Could" }).click();
    await expect
      .poll(() => host.text)
      .toContain('"title": "Fax gateway", "status": "idea", "moscow": "could"');
    await page.getByRole("button", { name: "Move Swap a shift…" }).click();
    await page.getByRole("menuitemradio", { name: "Done" }).click();
    await expect.poll(() => host.text).toContain('"done": "2026-12-01"');
    await page.getByLabel("Sort").selectOption("hand");
    await page.getByRole("button", { name: "Move Swap a shift…" }).click();
    await page.getByRole("menuitem", { name: "To the Top" }).click();
    await expect.poll(() => titlesOf(page, "must").then((titles) => titles[0])).toBe("Swap a shift");
  });

  it("adds, edits and deletes a feature in the panel", async () => {
    const host = new FakeBoardHost(plannerText);
    const page = await open(host);
    await page.getByRole("button", { name: "Add a feature to Could" }).click();
    await page.getByLabel("Title").fill("Pay per shift");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Pay per shift" }).waitFor();
    expect(host.text).toMatch(/"id": "pay-per-shift",\s+"title": "Pay per shift",\s+"moscow": "could",/);
    await page.getByLabel("Effort, person-months").fill("0.2");
    await page.keyboard.press("Tab");
    await page.getByRole("alert").getByText("at least 0.5").waitFor();
    await page.getByLabel("Effort, person-months").fill("2,5");
    await page.keyboard.press("Tab");
    await expect.poll(() => host.text).toContain('"effort": 2.5');
    await page.getByRole("button", { name: "Delete Feature" }).click();
    await expect.poll(() => host.text).toBe(plannerText);
  });

  it("tries numbers out without writing them", async () => {
    const host = new FakeBoardHost(plannerText);
    const page = await open(host);
    await page.getByRole("button", { name: "What If" }).click();
    await page.getByLabel("Choose a feature…").selectOption("export");
    await page.getByLabel("Reach of Export to payroll").fill("500");
    await page.keyboard.press("Tab");
    await page.locator(".card", { hasText: "Export to payroll" }).getByText("▲").waitFor();
    expect(host.text).toBe(plannerText);
    await page.getByRole("button", { name: "Apply" }).click();
    await expect.poll(() => host.text).toBe(plannerText.replace('"reach": 12', '"reach": 500'));
  });

  it("keeps the last board in sight, marked old, while the text cannot be read", async () => {
    const host = new FakeBoardHost(plannerText);
    const page = await open(host);
    host.write(
      plannerText.replace('"moscow": "must", "phase": "mvp", "status": "doing"', '"moscow": "most"'),
    );
    await page.getByRole("alert").getByText("cannot be read").waitFor();
    await page.getByText("Old board").waitFor();
    expect(await card(page, "Swap a shift").count()).toBe(1);
    expect(await page.locator(".board-body").getAttribute("inert")).not.toBeNull();
    await page.getByRole("button", { name: 'Change to "must"' }).click();
    await expect.poll(() => page.locator(".board-body").getAttribute("inert")).toBeNull();
    host.write(`<<<<<<< ours\n${plannerText}`);
    await page.getByText("unfinished merge, lines 1 to 1").waitFor();
  });

  it("draws few of 5,000 cards, and the last ones when scrolled to", async () => {
    const many = Array.from(
      { length: 5000 },
      (_, i) => `    { "id": "f${i}", "title": "Feature ${i}", "moscow": "must" },`,
    ).join("\n");
    const host = new FakeBoardHost(`{ "version": 1, "product": "P", "features": [\n${many}\n] }`);
    const page = await open(host);
    await card(page, "Feature 0").first().waitFor();
    expect(await page.locator('.column[data-key="must"] .card').count()).toBeLessThanOrEqual(60);
    await card(page, "Feature 0").first().focus();
    await page.keyboard.press("End");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Feature 4999");
    expect(await page.locator('.column[data-key="must"] .card').count()).toBeLessThanOrEqual(60);
  });

  it("draws the first cards of a large board before it has the others, and the same board with them", async () => {
    const many = Array.from(
      { length: 900 },
      (_, i) =>
        `{ "id": "f${i}", "title": "F ${i}", "moscow": "${i % 2 ? "must" : "should"}", "rice": { "reach": ${1 + (i % 50)}, "impact": 1, "confidence": 80, "effort": 2 } }`,
    );
    const sent: HostToBoard[] = [];
    /** Keeps everything back but words and first cards until it is told. */
    class SlowHost extends FakeBoardHost {
      #send: (message: HostToBoard) => void = () => undefined;
      override connect(send: (message: HostToBoard) => void): void {
        this.#send = send;
        super.connect((message) => {
          if (message.type === "strings" || message.type === "firstCards") send(message);
          else sent.push(message);
        });
      }
      sendRest(): void {
        for (const message of sent.splice(0)) this.#send(message);
      }
    }
    const host = new SlowHost(`{ "version": 1, "product": "P", "features": [\n${many.join(",\n")}\n] }`);
    const page = await open(host);
    await card(page, "F 49").first().waitFor();
    const seen = () =>
      page.evaluate(() => ({
        heads: [...document.querySelectorAll(".column-head")].map((head) => head.textContent),
        count: document.querySelector(".shown")?.textContent,
        heights: [...document.querySelectorAll<HTMLElement>(".column-space")].map(
          ({ style }) => style.height,
        ),
        first: [...document.querySelectorAll(".column")].map((column) =>
          [...column.querySelectorAll(".card-place")].slice(0, 5).map((place) => place.textContent),
        ),
      }));
    const before = await seen();
    expect(before.count).toBe("900 features");
    expect(before.heads.join()).toContain("450");
    expect(sent.map(({ type }) => type)).toContain("product");
    host.sendRest();
    await page
      .locator(".column[data-key=must] .cards")
      .evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator('.column[data-key=must] [aria-posinset="450"]').waitFor();
    await page.locator(".column[data-key=must] .cards").evaluate((list) => list.scrollTo(0, 0));
    await page.locator('.column[data-key=must] [aria-posinset="1"]').waitFor();
    expect(await seen()).toEqual(before);
  });

  it("shows what a feedback table says, and makes a theme of a word", async () => {
    const folder = mkdtempSync(join(tmpdir(), "board-feedback-"));
    const rows = ["swap is slow", "swap on the phone", "swap fails", "please add dark mode"];
    rows.push("please add a dark mode");
    writeFileSync(
      join(folder, "pilot.csv"),
      `who,note,nps\n${rows.map((note, i) => `p${i},${note},${[9, 10, 3, 8, 8][i]}`).join("\n")}\n`,
    );
    const text = plannerText.replace(
      '  "features": [',
      '  "feedback": { "tables": [{ "id": "pilot", "path": "pilot.csv", "text": "note", "person": "who", "score": { "column": "nps", "kind": "nps" } }] },\n  "features": [',
    );
    const path = join(folder, "planner.mvp.json");
    const host = new FakeBoardHost(text);
    host.feedback = await startInProcess("feedback", { file: path, text, quotes: true }).result;
    host.feedbackFile = path;
    const page = await open(host);
    await page.getByRole("tab", { name: "Feedback" }).click();
    await page.getByText("5 people").waitFor();
    await page.getByText(/^NPS: 20 \(.*, 5 answers\)$/).waitFor();
    // a person decides that two notes ask for the same, and takes it back
    await page.getByRole("button", { name: "Same as" }).click();
    await page.getByRole("heading", { name: "The same" }).waitFor();
    await page.getByRole("button", { name: "Not the same" }).click();
    await page.getByRole("button", { name: "Same as" }).waitFor();
    // a note of the inbox is given to a feature
    await page.getByText("Inbox: 5 notes").click();
    await page.getByLabel("What “please add a dark mode” speaks for").selectOption("dark");
    await page.getByText("Inbox: 4 notes").waitFor();
    await page.getByRole("heading", { name: "Voices by feature" }).waitFor();
    rmSync(folder, { recursive: true });
    await page.getByRole("button", { name: "Make a theme of “swap”" }).click();
    await expect.poll(() => host.text).toContain('"themes": [{ "id": "swap", "words": ["swap"] }]');
  });

  it("shows criteria, progress and stories, and checks a criterion off", async () => {
    const host = new FakeBoardHost(plannerText);
    const page = await open(host);
    await page.getByRole("tab", { name: "Phases" }).click();
    await page.getByText("1 of 3 Musts done (needs at least 100 %)").waitFor();
    await page.getByText("20 days ago").waitFor();
    await page.getByRole("button", { name: "Done Today" }).click();
    await expect
      .poll(() => host.text)
      .toContain('"text": "Two clinics agreed to a pilot", "done": "2026-12-01"');
    await page.getByRole("tab", { name: "Research" }).click();
    await page.getByText("2 pieces of evidence").waitFor();
    await page.getByText("assumed", { exact: true }).waitFor();
    await page.getByText("so that someone can take it").waitFor();
  });
});
