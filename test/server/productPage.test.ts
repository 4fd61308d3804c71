import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Frame,
  type Page,
} from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chromiumPath } from "../chromium.ts";
import { startTestServer, type TestServer } from "./serverForTests.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** A folder for pictures, to be looked at. */
const pictures = process.env["SYNDATA_PICTURES"];

let server: TestServer;
let browser: Browser;
let signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>;

beforeAll(async () => {
  server = await startTestServer({ SYNDATA_PRODUCT: resolve("examples/syndata.mvp.json") });
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  // the address signs in once
  const first = await browser.newPage();
  await first.goto(server.url);
  await first.getByRole("heading", { name: "Dashboard" }).waitFor();
  signedIn = await first.context().storageState();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Brightness of what lies behind the text of a document, 0 to 1. */
async function brightness(of: Page | Frame): Promise<number> {
  const colors = (await of.evaluate(
    "[document.body, document.documentElement].map((e) => getComputedStyle(e).backgroundColor)",
  )) as string[];
  const opaque = colors.find((color) => !/, 0\)$/.test(color));
  if (opaque === undefined) throw new Error(`nothing behind the text: ${colors.join(" ")}`);
  const [r, g, b] = (opaque.match(/[\d.]+/g) ?? []).map(Number);
  return (r! + g! + b!) / (3 * 255);
}

/** A page of somebody who is signed in. */
async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ storageState: signedIn, ...options });
  return await context.newPage();
}

async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(`${axe}; undefined`);
  const found = (await page.evaluate("axe.run().then(({ violations }) => violations)")) as {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

it.each([
  ["light", 1400],
  ["dark", 1400],
  ["light", 360],
  ["dark", 360],
] as const)(
  "shows the board in the dashboard's theme, whatever the system's: %s, %i px",
  async (theme, width) => {
    const page = await open({
      viewport: { width, height: 900 },
      // the other one
      colorScheme: theme === "dark" ? "light" : "dark",
    });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    try {
      await page.goto(server.base);
      await page.evaluate(`localStorage.setItem("syndata.theme", "${theme}")`);
      await page.goto(`${server.base}/product`);
      const board = page.frameLocator("iframe");
      await board.getByRole("heading", { name: "SynData", level: 1 }).waitFor();
      for (const name of ["Next", "Board", "Phases", "Personas"])
        await board.getByRole("heading", { name, exact: true }).waitFor();
      const frame = page.frames().find((one) => one.url().includes("/v1/product"))!;
      for (const of of [page, frame]) expect((await brightness(of)) < 0.5, of.url()).toBe(theme === "dark");
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      const inside = await frame.locator("html").evaluate((root) => [root.scrollWidth, root.clientWidth]);
      expect(inside[0]).toBeLessThanOrEqual(inside[1]!);
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: `${pictures}/product-${theme}-${width}.png` });
      }
      expect(errors).toEqual([]);
    } finally {
      await page.context().close();
    }
  },
);

it.each(["light", "dark"] as const)(
  "has no serious finding of axe as a page of its own, %s",
  async (colorScheme) => {
    const page = await open({ viewport: { width: 1000, height: 900 }, colorScheme });
    try {
      await page.goto(`${server.base}/v1/product`);
      expect((await brightness(page)) < 0.5).toBe(colorScheme === "dark");
      expect(await seriousFindings(page)).toEqual([]);
    } finally {
      await page.context().close();
    }
  },
);
