import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { chromium, type Page } from "playwright-core";
import { chromiumPath } from "../chromium.ts";
import { walkByKeyboard } from "./keyboard.ts";
import { clickPersonal } from "./personalClicks.ts";
import { ServerProcess } from "./serverProcess.ts";

export interface DashboardWalk {
  /** What axe found, page and theme before it. */
  readonly findings: readonly string[];
  /** Errors of scripts and refused loads. */
  readonly errors: readonly string[];
  /** Pages wider than the window at 360 px. */
  readonly tooWide: readonly string[];
  /** From the start of the server to a finished table, as a person clicks. */
  readonly secondsToTable: number;
  readonly xss: boolean;
  /** What cannot be done by the keyboard alone, or not be seen. */
  readonly keyboard: readonly string[];
  /** What is wrong with the controls of personal columns, or with the table they lead to. */
  readonly personal: readonly string[];
}

const hostile = "<img src=x onerror=window.hacked=1>";
const axe = () => readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/** Walks through every page in a real browser: first table, both themes, a phone, German; a picture of each goes to `pictures`. */
export async function walkDashboard(
  table: { readonly name: string; readonly content: Buffer },
  pictures?: string,
): Promise<DashboardWalk> {
  const started = performance.now();
  const server = new ServerProcess();
  await server.start();
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox"],
  });
  try {
    return await walk(server, await browser.newPage({ viewport: { width: 1280, height: 860 } }), {
      table,
      started,
      pictures,
    });
  } finally {
    await browser.close();
    await server.kill("SIGTERM");
  }
}

interface WalkOptions {
  readonly table: { readonly name: string; readonly content: Buffer };
  /** Milliseconds of `performance.now()`. */
  readonly started: number;
  readonly pictures: string | undefined;
}

async function walk(
  server: ServerProcess,
  page: Page,
  { table, started, pictures }: WalkOptions,
): Promise<DashboardWalk> {
  const [findings, errors, tooWide]: [string[], string[], string[]] = [[], [], []];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const shot = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };
  await page.goto(server.url);
  await page.getByRole("heading", { name: "Dashboard" }).waitFor();
  await shot("00-first");
  await page.getByRole("link", { name: "Upload", exact: true }).click();
  await page.setInputFiles("input[type=file]", {
    name: table.name,
    mimeType: "text/csv",
    buffer: table.content,
  });
  await page.getByRole("link", { name: "Generate from this table" }).waitFor({ timeout: 60_000 });
  await shot("01-profile");
  await page.getByRole("link", { name: "Generate from this table" }).click();
  await page
    .frameLocator("iframe")
    .locator("sd-editor button, sd-editor select")
    .first()
    .waitFor({ timeout: 60_000 });
  await page.waitForTimeout(500);
  await shot("02-generate");
  await page.frameLocator("iframe").getByRole("button", { name: "Run" }).first().click();
  await page.getByText("Stages").waitFor();
  await page.waitForTimeout(2500);
  await shot("03-running");
  await page.getByRole("heading", { name: "Files" }).waitFor({ timeout: 120_000 });
  const secondsToTable = (performance.now() - started) / 1000;
  const report = page.frameLocator("iframe").getByRole("heading").first();
  await report.waitFor({ timeout: 20_000 });
  // a frame out of sight is not drawn
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  await shot("04-task");
  const task = new URL(page.url()).pathname;
  const keyboard = await walkByKeyboard(server, page, table);
  const personal = await clickPersonal(server, page);
  const xss = await uploadHostile(server, page);
  const routes = ["/", "/upload", "/generate", "/tasks", task, "/models", "/settings"];
  for (const theme of ["light", "dark"] as const) {
    await page.evaluate(`localStorage.setItem("syndata.theme", "${theme}")`);
    for (const route of routes) {
      await page.goto(server.base + route);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForTimeout(1200);
      for (const violation of await violations(page))
        findings.push(`${route === task ? "/tasks/id" : route} ${theme}: ${violation}`);
      await shot(`${theme}${route === task ? "-task" : route.replaceAll("/", "-")}`);
    }
  }
  await page.evaluate('localStorage.setItem("syndata.language", "de")');
  await page.setViewportSize({ width: 360, height: 780 });
  for (const route of routes) {
    await page.goto(server.base + route);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForTimeout(800);
    const width = Number(await page.evaluate("document.documentElement.scrollWidth"));
    if (width > 360) tooWide.push(`${route === task ? "/tasks/id" : route}: ${width} px`);
    await shot(`phone${route === task ? "-task" : route.replaceAll("/", "-")}`);
  }
  return { findings, errors, tooWide, secondsToTable, xss, keyboard, personal };
}

/** A column whose name is a script, through every page that shows names. Resolves to whether it ran. */
async function uploadHostile(server: ServerProcess, page: Page): Promise<boolean> {
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${hostile}`);
  const cookie = await page.evaluate(
    async ({ text }) => {
      const answer = await fetch("/v1/uploads", {
        method: "POST",
        body: text,
        headers: { "content-type": "text/csv", "x-filename": "hostile.csv" },
      });
      return ((await answer.json()) as { id: string }).id;
    },
    { text: `"${hostile}",b\n${rows.join("\n")}\n` },
  );
  for (const route of ["/upload", `/generate/${cookie}`]) {
    await page.goto(server.base + route);
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (route === "/upload") await page.getByRole("button", { name: "hostile.csv", exact: true }).click();
    await page.waitForTimeout(2500);
  }
  const frames = await Promise.all(
    page.frames().map((frame) => frame.evaluate('"hacked" in window').catch(() => false)),
  );
  return frames.includes(true);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe());
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
  const found = await page.evaluate(`axe.run({ iframes: false, runOnly: ${JSON.stringify(rules)} })`);
  const { violations } = found as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 140) ?? ""}`);
}
