import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readAlike } from "../../src/pipeline/savedModel/readAlike.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-alike-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, dates: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `when,n\n${dates.map((date, i) => `${date},${i}`).join("\n")}\n`);
  return path;
}

const either = file("either.csv", ["03/04/2021", "05/06/2021", "07/08/2021"]);
const dayFirst = file("dayFirst.csv", ["03/04/2021", "25/06/2021", "07/08/2021"]);
const monthFirst = file("monthFirst.csv", ["03/04/2021", "05/26/2021", "07/08/2021"]);
const first = (table: { columns: readonly unknown[] }) =>
  new Date((table.columns[0] as { values: Float64Array }).values[0]!).toISOString().slice(0, 10);

describe("readAlike", () => {
  it.each([
    [dayFirst, either, "2021-04-03"],
    [either, dayFirst, "2021-04-03"],
    [monthFirst, either, "2021-03-04"],
    [either, monthFirst, "2021-03-04"],
  ])("reads dates that fit two patterns as the other table has them", async (real, synthetic, date) => {
    const read = await readAlike({ real, synthetic, holdout: either }, {});
    expect([read.real, read.synthetic, read.holdout!].map((r) => first(r.table))).toEqual([date, date, date]);
  });

  it("follows what the options say, and warns of no doubt then", async () => {
    for (const [format, date] of [
      ["%d/%m/%Y", "2021-04-03"],
      ["%m/%d/%Y", "2021-03-04"],
    ] as const) {
      const read = await readAlike({ real: either, synthetic: either }, { dateFormats: { when: format } });
      expect([first(read.real.table), first(read.synthetic.table)]).toEqual([date, date]);
      expect(read.real.warnings.join()).not.toContain("fit both");
    }
  });
});
