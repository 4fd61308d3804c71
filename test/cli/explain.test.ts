import { describe, expect, it, vi } from "vitest";
import { explainCommand } from "../../src/cli/commands/reference/explain.ts";
import { methodNames } from "../../src/metrics/methods.ts";
import { metricKeys, metricTable } from "../../src/metrics/metricTable.ts";

async function explain(...words: readonly string[]): Promise<string> {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await explainCommand().parseAsync(["node", "explain", ...words]);
  } finally {
    write.mockRestore();
  }
  return text;
}

describe("syndata explain", () => {
  it("lists every metric, and says of each by key or title what it measures and where it stands", async () => {
    const all = await explain();
    for (const key of metricKeys) {
      expect(all).toContain(`${key} `);
      const { title, place, section } = metricTable[key];
      const text = (await explain(key)).replace(/\s+/g, " ");
      expect(text).toContain(`${title} (${section})`);
      expect(text).toContain(place);
    }
    expect(await explain("dcr", "SHARE")).toBe(await explain("dcrShare"));
    for (const name of methodNames) expect(await explain(name)).toContain(name);
  });

  it("suggests the nearest name", async () => {
    await expect(explain("dcrshar")).rejects.toThrow("did you mean dcrShare?");
    await expect(explain("kscomplment")).rejects.toThrow("did you mean KSComplement?");
    await expect(explain("zzzzzzzz")).rejects.toThrow("syndata explain lists all of them");
  });
});
