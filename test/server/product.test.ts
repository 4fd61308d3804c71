import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "./serverForTests.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-product-"));
const file = join(folder, "p.mvp.json");
const text = `{ "version": 1, "product": "Night <shifts>",
  "phases": [{ "id": "mvp", "exit": [{ "id": "happy", "feedback": "pilot", "measure": "npsLower", "min": -100 }] }],
  "features": [{ "id": "dark", "title": "Dark mode", "moscow": "must", "phase": "mvp" }],
  "feedback": { "tables": [{ "id": "pilot", "path": "pilot.csv", "text": "note", "score": { "column": "nps", "kind": "nps" } }] } }`;
let server: TestServer;

beforeAll(async () => {
  writeFileSync(file, text);
  writeFileSync(join(folder, "pilot.csv"), "note,nps\nfine,9\nwell,10\nslow,3\n");
  server = await startTestServer({ SYNDATA_PRODUCT: file });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it("shows the board of the server's product file, as it is now, to those who signed in", async () => {
  const answer = await server.call("/v1/product");
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const page = await answer.text();
  expect(page).toContain("<h1>Night &lt;shifts&gt;</h1>");
  expect(page).toContain("Dark mode");
  expect(page).not.toContain("<script");
  // the exit criterion is read from the table beside the file
  expect(page).not.toContain("the table is not here");
  expect(((await (await server.call("/v1/me")).json()) as { product: boolean }).product).toBe(true);
  expect((await server.call("/v1/product", { key: null })).status).toBe(401);
  writeFileSync(file, text.replace("Dark mode", "Light mode"));
  expect(await (await server.call("/v1/product")).text()).toContain("Light mode");
});

it("says in the page what is wrong with the file, without its place on the disk", async () => {
  writeFileSync(file, text.replace('"must"', '"most"'));
  const page = await (await server.call("/v1/product")).text();
  expect(page).toMatch(/Line 3, column \d+: /);
  rmSync(file);
  const gone = await (await server.call("/v1/product")).text();
  expect(gone).toContain("p.mvp.json cannot be read.");
  expect(page + gone).not.toContain(folder);
});
