import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { checkIds } from "../../src/pipeline/checkIds.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { readText } from "../table/files.ts";

const rows = Array.from({ length: 100 }, (_, i) => `A${1000 + i},${i % 7}`);

async function check(code: Record<string, unknown>, output: Record<string, unknown> = {}) {
  const text = JSON.stringify({ source: { path: "a.csv" }, columns: { code }, output });
  const loaded = await readText(`code,n\n${rows.join("\n")}\n`);
  return checkIds(parseConfig(text, "f"), loaded.table, profileTable(loaded)).map((found) => ({
    message: found.message,
    marked: text.slice(found.offset, found.offset + found.length),
  }));
}

describe("checkIds", () => {
  it("tells before the run that a pattern is too narrow for the rows asked for", async () => {
    expect(await check({ type: "id", pattern: "B\\d{4}" })).toEqual([]);
    const [found] = await check({ type: "id", pattern: "B\\d" });
    expect(found?.message).toContain("makes only 10 different new values, 100 rows are asked for");
    expect(found?.marked).toBe('"B\\\\d"');
    expect(await check({ type: "id", pattern: "B\\d" }, { rows: 10 })).toEqual([]);
  });

  it("tells that a pattern cannot be made", async () => {
    const [found] = await check({ type: "id", pattern: "(?=x)B\\d{4}" });
    expect(found?.message).toContain("invalid pattern");
  });
});
