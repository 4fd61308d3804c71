import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { linkFeedback } from "../../src/editor/linkFeedback.ts";
import { rowName } from "../../src/product/feedback/links.ts";
import { readProduct } from "../../src/product/readProduct.ts";
import { startInProcess } from "../../src/worker/inProcess.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-links-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "p.mvp.json");
const text = `{ "version": 1, "product": "P",
  "features": [{ "id": "dark", "title": "Dark mode" }],
  "feedback": { "tables": [{ "id": "pilot", "path": "pilot.csv", "text": "note" }] } }`;
const notes = ["please a dark mode", "please a dark mode soon", "export to excel"];
writeFileSync(join(folder, "pilot.csv"), `note\n${notes.join("\n")}\n`);
const { product } = readProduct(text, "p.mvp.json");
const link = (row: string, to: string | null, table = "pilot") =>
  linkFeedback(product!, file, { table, row, to });
const [first, second, third] = notes.map((note) => rowName(note, "")) as [string, string, string];

async function analysis() {
  const [table] = await startInProcess("feedback", { file, text, quotes: true }).result;
  if (table?.state !== "read") throw new Error("not read");
  return table;
}

it("writes what a person decides beside the table, and the analysis follows", async () => {
  const before = await analysis();
  expect(before.analysis.duplicates.map(({ a, b }) => [a, b])).toEqual([[first, second]]);
  expect(before.analysis.inbox).toEqual([first, second, third]);
  await link(first, "dark");
  await link(second, `same:${first}`);
  await link(third, "none");
  expect(JSON.parse(readFileSync(join(folder, "pilot.links.json"), "utf8"))).toEqual({
    [first]: "dark",
    [second]: `same:${first}`,
    [third]: "none",
  });
  const { analysis: after, quotes } = await analysis();
  expect(after.duplicates).toEqual([]);
  expect(after.same).toEqual([{ row: second, as: first }]);
  expect(after.features).toMatchObject([{ id: "dark", notes: 2 }]);
  expect([after.inbox, after.open]).toEqual([[], 0]);
  expect(quotes?.[second]).toBe(notes[1]);
  await link(second, null);
  expect((await analysis()).analysis.duplicates).toHaveLength(1);
});

it("refuses tables, features and rows that are not there, and leaves a file it cannot read as it is", async () => {
  await expect(link(first, "dark", "other")).rejects.toThrow("the feedback table other is not here");
  await expect(link(first, "no-feature")).rejects.toThrow("cannot be linked");
  await expect(link("../x", "dark")).rejects.toThrow("cannot be linked");
  await expect(link(first, "same:../../x")).rejects.toThrow("cannot be linked");
  writeFileSync(join(folder, "pilot.links.json"), "{ broken");
  await expect(link(first, "dark")).rejects.toThrow("pilot.links.json is not JSON");
  expect(readFileSync(join(folder, "pilot.links.json"), "utf8")).toBe("{ broken");
  expect(existsSync(join(folder, "other.links.json"))).toBe(false);
});
