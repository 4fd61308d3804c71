import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startInProcess } from "../../src/worker/inProcess.ts";

const folder = mkdtempSync(join(tmpdir(), "rules-people-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("rules found in a table of people", () => {
  it("name no person, however many rows hold the name, with or without a config", async () => {
    const [first, last] = [
      ["Anna", "Bernd", "Clara", "David", "Emma", "Felix"],
      ["Schmidt", "Weber", "Wagner", "Becker"],
    ];
    const data = join(folder, "orders.csv");
    const rows = Array.from({ length: 800 }, (_, i) => {
      const [net, tax] = [10 + ((i * 37) % 90), 1 + ((i * 11) % 9)];
      return `${first[i % 6]} ${last[i % 4]},${["a", "b", "c"][i % 3]},${net},${tax},${net + tax}`;
    });
    writeFileSync(data, `customer,group,net,tax,gross\n${rows.join("\n")}\n`);
    for (const config of [undefined, JSON.stringify({ source: { path: "orders.csv" } })]) {
      const found = await startInProcess("rules", { data, ...(config !== undefined && { config }) }).result;
      expect(found.map(({ text }) => text)).toContain("gross = net + tax");
      expect(JSON.stringify(found)).not.toMatch(new RegExp([...first, ...last].join("|")));
    }
  });
});
