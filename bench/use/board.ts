import type { Frame, Page } from "playwright-core";
import type { BoardToHost } from "../../src/product/page/boardMessages.ts";
import { ProductReader } from "../../src/product/page/productReader.ts";
import { FakeBoardHost } from "../../test/webview/board/fakeBoardHost.ts";
import { launchChromium, pageScript } from "../../test/webview/editor/editorPage.ts";
import { openFramedBoard } from "./boardFrames.ts";

const features = 5000;
const rounds = 5;

/**
 * The product board with 5,000 commented features in Chromium, with a host that edits the real text: milliseconds until the first
 * cards are drawn (from the request of the page, and from the moment it asks for the text), until all features have come to the page,
 * from a key that ends a move to the new state on the screen, medians of five pages; and the longest frame while a card is dragged, of
 * all of them.
 */
export async function benchBoard(): Promise<Record<string, unknown>> {
  const [browser] = await Promise.all([launchChromium(), pageScript("board")]);
  const text = manyFeatures();
  const seen: Record<string, number[]> = {};
  try {
    // the first page compiles the script
    for (let round = 0; round <= rounds; round++) {
      const host = new TimedHost(text);
      const { page, frame, close } = await openFramedBoard(browser, host, watch);
      const processor = await page.context().newCDPSession(page);
      await processor.send("Performance.enable", { timeDomain: "threadTicks" });
      const busy = async () => {
        const { metrics } = await processor.send("Performance.getMetrics");
        return 1000 * metrics.find(({ name }) => name === "TaskDuration")!.value;
      };
      const found = {
        "text read by the host": readTime(text),
        ...(await firstCards(frame, host)),
        ...(await edit(frame, page, busy)),
        ...(await drag(frame, page)),
      };
      if (round > 0) for (const [name, ms] of Object.entries(found)) seen[name] = [...(seen[name] ?? []), ms];
      await close();
    }
  } finally {
    await browser.close();
  }
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[rounds >> 1]!;
  const told = (name: string, values: readonly number[]) =>
    /drag|frames/.test(name) ? Math.max(...values) : middle(values);
  return {
    features,
    megabytes: text.length / 1e6,
    ...Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, told(name, values)])),
  };
}

/** Milliseconds of a first reading; the host reads while the page loads. */
function readTime(text: string): number {
  const began = performance.now();
  new ProductReader().read(text);
  return performance.now() - began;
}

class TimedHost extends FakeBoardHost {
  /** When the page asked for the text, in milliseconds since 1970. */
  asked = 0;

  override async receive(message: BoardToHost): Promise<void> {
    if (message.type === "ready") this.asked = Date.now();
    await super.receive(message);
  }
}

/** What the page notes of itself; times in milliseconds since it was requested. */
interface Notes {
  firstCard: number;
  /** The first state came. */
  arrived: number;
  key: number;
  state: number;
  frames: number[];
}

declare global {
  var notes: Notes;
}

/** Runs in the page: plain text, since what a compiler adds to functions is not there. */
const watch = `
  globalThis.notes = { firstCard: 0, arrived: 0, key: 0, state: 0, frames: [] };
  new MutationObserver((_, observer) => {
    if (document.querySelector(".card") === null) return;
    observer.disconnect();
    requestAnimationFrame(() => { notes.firstCard = performance.now(); });
  }).observe(document, { childList: true, subtree: true });
  addEventListener("keydown", () => { notes.key = performance.now(); }, true);
  addEventListener("message", ({ data }) => {
    if (data.type !== "product") return;
    notes.arrived ||= performance.now();
    requestAnimationFrame(() => { notes.state = performance.now(); });
  });
  requestAnimationFrame(function frame() {
    notes.frames.push(performance.now());
    requestAnimationFrame(frame);
  });
`;

async function firstCards(frame: Frame, { asked }: TimedHost): Promise<Record<string, number>> {
  await frame.waitForFunction(() => notes.firstCard > 0);
  const { at, since, arrived } = await frame.evaluate(() => ({
    at: notes.firstCard,
    since: performance.timeOrigin,
    arrived: notes.arrived,
  }));
  return {
    "first cards, page and all": at,
    "first cards, from the text": since + at - asked,
    "all features in the page": arrived,
  };
}

/** Moves a card down by keyboard; `busy` tells the processor time of the page so far. */
async function edit(frame: Frame, page: Page, busy: () => Promise<number>): Promise<Record<string, number>> {
  await frame.getByLabel("Sort").selectOption("hand");
  await frame.locator('[data-card="f0"]').focus();
  for (const key of ["Space", "ArrowDown"]) await page.keyboard.press(key);
  await page.waitForTimeout(500);
  const [before, host] = [await busy(), process.cpuUsage()];
  await page.keyboard.press("Space");
  await frame.waitForFunction(() => notes.state > notes.key);
  const { user, system } = process.cpuUsage(host);
  return {
    edit: await frame.evaluate(() => notes.state - notes.key),
    "edit, processor of the page": (await busy()) - before,
    "edit, processor of the host": (user + system) / 1000,
  };
}

/** Drags a card over its column for a second and puts it back. */
async function drag(frame: Frame, page: Page): Promise<Record<string, number>> {
  // what the edit left to do is done
  await page.waitForTimeout(1000);
  const box = (await frame.locator(".card").nth(1).boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 10);
  await page.mouse.down();
  const begun = await frame.evaluate(() => performance.now());
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(box.x + 40 + step * 4, box.y + 10 + step * 7);
    await page.waitForTimeout(16);
  }
  const frames = (await frame.evaluate(() => notes.frames)).filter((at) => at >= begun);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  const lengths = frames.slice(1).map((at, i) => at - frames[i]!);
  return {
    "longest frame of a drag": Math.max(...lengths),
    "frames over 50 ms": lengths.filter((ms) => ms > 50).length,
  };
}

/** A product file of about 1.3 MB. */
function manyFeatures(): string {
  const groups = ["must", "should", "could", "wont"];
  const lines = Array.from(
    { length: features },
    (_, i) =>
      `    // note ${i}\n    { "id": "f${i}", "title": "Feature ${i} of the planner", "moscow": "${groups[i % 4]}", "status": "idea", "rice": { "reach": ${10 + (i % 90)}, "impact": 1, "confidence": 80, "effort": ${1 + (i % 5)} }, "why": "somebody asked for it in talk ${i % 300}", "added": "2026-10-05" },`,
  );
  return `{\n  "version": 1,\n  "product": "P",\n  "features": [\n${lines.join("\n")}\n  ],\n}\n`;
}
