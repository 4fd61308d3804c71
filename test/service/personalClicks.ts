import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import type { ServerProcess } from "./serverProcess.ts";

const firsts = ["Anna", "Bernd", "Clara", "David", "Emma", "Felix", "Greta", "Hans", "Ida", "Jonas"];
const lasts = ["Schmidt", "Weber", "Wagner", "Becker", "Hoffmann", "Koch", "Richter", "Klein", "Wolf"];
const addresses = Array.from(
  { length: 400 },
  (_, i) => `${firsts[(i * 7) % 10]!}.${lasts[(i * 5) % 9]!}${i}@mail.example`,
).map((address) => address.toLowerCase());

/** A person and an address a row. */
function peopleTable(): Buffer {
  const rows = addresses.map(
    (address, i) => `${firsts[(i * 7) % 10]},${lasts[(i * 5) % 9]},${address},${(i * 37) % 90}`,
  );
  return Buffer.from(`first_name,last_name,email,amount\n${rows.join("\n")}\n`);
}

/**
 * In the config editor of the dashboard: shows the personal columns alone, has addresses and last names masked by a click, runs, and downloads.
 * @returns what is wrong with the controls or the table
 */
export async function clickPersonal(server: ServerProcess, page: Page): Promise<string[]> {
  const faults: string[] = [];
  await page.goto(`${server.base}/upload`);
  await page.setInputFiles("input[type=file]", {
    name: "people.csv",
    mimeType: "text/csv",
    buffer: peopleTable(),
  });
  await page.getByRole("link", { name: "Generate from this table" }).click({ timeout: 60_000 });
  const editor = page.frameLocator("iframe").locator("sd-editor");
  await editor.locator("select.filter").selectOption("personal", { timeout: 60_000 });
  const shown = await editor.locator(".grid-body .line").count();
  if (shown !== 3) faults.push(`${shown} columns are shown as personal, not 3`);
  await editor.getByLabel("Select email").check();
  await editor.getByLabel("Select last_name").check();
  await editor.getByLabel("Personal data…").selectOption("mask");
  await editor
    .locator(".line", { hasText: "email" })
    .getByLabel("Personal data: E-mail address, mask")
    .waitFor({ timeout: 30_000 });
  await editor.getByRole("button", { name: "Run" }).first().click();
  await page.getByRole("heading", { name: "Files" }).waitFor({ timeout: 120_000 });
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Download .*\.csv$/ }).click();
  const made = readFileSync(await (await downloading).path(), "utf8");
  const column = made.split(/\r?\n/)[0]!.split(",").indexOf("email");
  const cells = made
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",")[column]!);
  const real = new Set(addresses);
  if (cells.some((cell) => real.has(cell.toLowerCase()))) faults.push("a real address is in the table");
  if (!cells.every((cell) => cell.includes("*"))) faults.push("an address is not masked");
  return faults;
}
