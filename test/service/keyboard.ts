import type { Frame, Page } from "playwright-core";
import type { ServerProcess } from "./serverProcess.ts";

/** More presses of Tab than any page has stops. */
const maxStops = 250;

/**
 * From an upload to the downloaded table by Tab, Enter and Space alone; every stop on the way shows that it has the focus.
 * @returns the steps that could not be taken so, and stops whose focus cannot be seen
 */
export async function walkByKeyboard(
  server: ServerProcess,
  page: Page,
  table: { readonly name: string; readonly content: Buffer },
): Promise<string[]> {
  const faults = new Set<string>();
  const step = async (name: RegExp, key: "Enter" | "Space" = "Enter"): Promise<void> => {
    await tabTo(page, name, faults);
    await page.keyboard.press(key);
  };
  try {
    await page.goto(server.base);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await step(/^Skip to content$/);
    await page.goto(server.base);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await step(/^Upload$/);
    const choosing = page.waitForEvent("filechooser");
    await step(/choose a file/, "Space");
    await (await choosing).setFiles({ name: table.name, mimeType: "text/csv", buffer: table.content });
    await page.getByRole("link", { name: "Generate from this table" }).waitFor({ timeout: 60_000 });
    await step(/^Generate from this table$/);
    const editor = page.frameLocator("iframe").locator("sd-editor");
    await editor.getByRole("button", { name: "Run" }).first().waitFor({ timeout: 60_000 });
    await step(/^Find Rules/);
    await editor.getByRole("button", { name: "Find Again" }).waitFor({ timeout: 120_000 });
    await step(/^Run/);
    await page.getByRole("heading", { name: "Files" }).waitFor({ timeout: 120_000 });
    const downloading = page.waitForEvent("download");
    await step(/^Download .*\.csv$/);
    await (await downloading).path();
    await step(/^Models$/);
    await page.getByRole("heading", { level: 1, name: "Models" }).waitFor();
    await step(/^Tasks$/);
    await page.getByRole("heading", { level: 1, name: "Tasks" }).waitFor();
    await step(/^Settings$/);
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  } catch (error) {
    faults.add((error as Error).message.split("\n")[0]!);
  }
  return [...faults];
}

interface Stop {
  readonly name: string;
  readonly visible: boolean;
}

/** Presses Tab until the focus is on something of this name. @throws Error when it never is */
async function tabTo(page: Page, name: RegExp, faults: Set<string>): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < maxStops; i++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (stop === undefined) continue;
    passed.push(stop.name);
    if (!stop.visible) faults.add(`no focus to be seen on ${stop.name || "something without a name"}`);
    if (name.test(stop.name)) return;
  }
  throw new Error(
    `${name} is not reached by Tab on ${new URL(page.url()).pathname}; stops: ${[...new Set(passed)].slice(0, 40).join(", ")}`,
  );
}

/** What has the focus, in whatever frame and shadow tree. */
async function focused(page: Page): Promise<Stop | undefined> {
  let frame: Frame = page.mainFrame();
  for (;;) {
    const inner = (
      await frame.evaluateHandle(
        "document.activeElement?.tagName === 'IFRAME' ? document.activeElement : null",
      )
    ).asElement();
    const next = await inner?.contentFrame();
    if (!next) return (await frame.evaluate(describeFocus)) as Stop | undefined;
    frame = next;
  }
}

const describeFocus = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return undefined;
  const labelled = at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent ?? "";
  const host = at.getRootNode().host;
  const name = (labelled.trim() || host?.textContent || at.title || at.id || at.tagName).trim().replace(/\\s+/g, " ");
  const drawn = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  return { name, visible: drawn(at) || (host ? drawn(host) : false) || [...(at.shadowRoot?.querySelectorAll("*") ?? [])].some(drawn) || at.matches("input, select, textarea") };
})()`;
