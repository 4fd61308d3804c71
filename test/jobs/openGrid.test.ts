import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gridOf } from "../../src/jobs/grid/gridFiles.ts";
import { openGridJob } from "../../src/jobs/grid/openGrid.ts";
import { processFolder } from "../processFolder.ts";

it("a table that is opened again stays open when the opening before it is cancelled", async () => {
  const data = join(processFolder("grid"), "t.csv");
  writeFileSync(data, `a,b\n${Array.from({ length: 2000 }, (_, i) => `${i},x`).join("\n")}\n`);
  const first = new AbortController();
  const open = (signal: AbortSignal) =>
    openGridJob.run({ grid: "g", data }, { emit: () => undefined, signal } as never);
  const cancelled = open(first.signal).catch(() => "cancelled");
  first.abort();
  const again = open(new AbortController().signal);
  expect(await cancelled).toBe("cancelled");
  await again;
  const shown = gridOf("g");
  const { total, page } = await shown.page({ sort: null, where: [] }, 5, 2);
  expect([total, page.columns[0]]).toEqual([2000, ["5", "6"]]);
  await shown.close();
});
