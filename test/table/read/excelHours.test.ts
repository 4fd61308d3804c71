import { type Cell, writeXlsx } from "hucre/xlsx";
import { expect, it } from "vitest";
import { readTable } from "../../../src/table/read/read.ts";
import { fileOf } from "../files.ts";

/** A sheet with a column of hours as Excel keeps them: days as a number, shown as `[h]:mm:ss`. */
async function hoursSheet(hours: readonly number[]): Promise<string> {
  const cells = new Map<string, Partial<Cell>>(
    hours.map((_, i) => [`${i + 1},0`, { style: { numFmt: "[h]:mm:ss" } }]),
  );
  const rows = [["worked", "who"], ...hours.map((h, i) => [h / 24, `p${i % 7}`])];
  return fileOf(await writeXlsx({ sheets: [{ name: "Hours", rows, cells }] }), "hours.xlsx");
}

// the 60th day is 29 February 1900, which Excel alone knows: the reader of workbooks gives it as the day before
it("hours of Excel beyond a day, and beyond February 1900, are durations of as many seconds", async () => {
  const hours = Array.from({ length: 60 }, (_, i) => 0.25 + i * 31.75).filter((h) => h < 1440 || h >= 1464);
  const { table, formats } = await readTable(await hoursSheet(hours));
  const [column] = table.columns;
  if (column?.kind !== "number") throw new Error(`read as ${column?.kind}`);
  expect(Array.from(column.values, (seconds) => seconds / 3600)).toEqual(hours);
  expect(formats[0]!.affix?.duration?.style).toBe("clock");
});
