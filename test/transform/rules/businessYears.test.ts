import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { columnsOfRule } from "../../../src/config/rules/ruleSyntax.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type Column, findColumn, makeTable } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { columnSpec } from "../columnSpecs.ts";

const day = 86_400_000;
const rows = 600;
const two = (year: number) => String(year % 100).padStart(2, "0");

/** Ways to write the year, or its quarter, that begins in `year`. */
const writings: ((year: number, quarter: number) => string)[] = [
  (year) => `${year}/${two(year + 1)}`,
  (year) => `Season ${year}-${year + 1}`,
  (year) => `FY${year + 1}`,
  (year) => `FY${two(year + 1)}`,
  (year, quarter) => `FY${two(year + 1)}-Q${quarter}`,
  (year, quarter) => `Q${quarter} ${year}`,
];

const cases = fc.record({
  first: fc.integer({ min: 1, max: 12 }),
  write: fc.constantFrom(...writings),
  seed: fc.nat(1e6),
});

function datesOf(seed: number): Float64Array {
  const random = new Random(seed);
  const from = Date.UTC(2016, 0, 1);
  return Float64Array.from({ length: rows }, () => from + random.below(2400) * day);
}

function labelOf(ms: number, first: number, write: (year: number, quarter: number) => string): string {
  const date = new Date(ms);
  const months = 12 * date.getUTCFullYear() + date.getUTCMonth() + 1 - first;
  return write(Math.floor(months / 12), Math.floor((((months % 12) + 12) % 12) / 3) + 1);
}

function textColumn(name: string, values: readonly string[]): Column {
  const dictionary = [...new Set(values)];
  return { kind: "string", name, dictionary, codes: Int32Array.from(values, (v) => dictionary.indexOf(v)) };
}

const valueAt = (column: Column, row: number) =>
  column.kind === "string" ? column.dictionary[column.codes[row]!] : column.values[row];

it("years and quarters that begin in any month follow from the date, however they are written", () => {
  fc.assert(
    fc.property(cases, ({ first, write, seed }) => {
      const dates = datesOf(seed);
      const label = (ms: number) => labelOf(ms, first, write);
      const table = makeTable([
        { kind: "datetime", name: "date", values: dates },
        textColumn("year", Array.from(dates, label)),
        {
          kind: "number",
          name: "number",
          values: dates.map((ms) => Number(labelOf(ms, first, (year) => String(year + 1)))),
        },
      ]);
      const specs = [
        columnSpec("date", "datetime"),
        columnSpec("year", "categorical"),
        columnSpec("number", "numerical"),
      ];
      const { data, restore } = prepare(table, specs, { seed: 1 });
      expect(data.columns.map(({ name }) => name)).toEqual(["date"]);
      const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
      for (let i = 0; i < made.rows; i++) {
        const ms = Number(valueAt(findColumn(made, "date")!, i));
        expect(valueAt(findColumn(made, "year")!, i)).toBe(label(ms));
        expect(valueAt(findColumn(made, "number")!, i)).toBe(
          Number(labelOf(ms, first, (year) => String(year + 1))),
        );
      }
    }),
    { numRuns: 60 },
  );
});

it("no rule is found that a column keeps from following its date, and no sum of unlike numbers", async () => {
  const names = ["January", "February", "March", "April", "May", "June", "July", "August"];
  for (let seed = 1; seed <= 12; seed++) {
    const random = new Random(seed);
    const dates = datesOf(seed);
    const week = (ms: number) => Math.floor((new Date(ms).getTime() - Date.UTC(2015, 11, 28)) / (7 * day));
    const nights = Float64Array.from({ length: rows }, () => 1 + random.below(8));
    const total = nights.map((n) => n * (80 + random.below(5) * 35));
    const specs = [
      columnSpec("arrival", "datetime"),
      columnSpec("year", "numerical"),
      columnSpec("month", "categorical"),
      columnSpec("day", "numerical"),
      columnSpec("nights", "numerical"),
      columnSpec("total", "numerical"),
      columnSpec("deposit", "numerical", { decimals: 1 }),
      columnSpec("points", "numerical"),
    ];
    const table = makeTable([
      { kind: "datetime", name: "arrival", values: dates },
      { kind: "number", name: "year", values: dates.map((ms) => new Date(ms).getUTCFullYear()) },
      textColumn(
        "month",
        Array.from(dates, (ms) => {
          const month = new Date(ms).getUTCMonth();
          return names[month] ?? new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(ms);
        }),
      ),
      { kind: "number", name: "day", values: dates.map((ms) => new Date(ms).getUTCDate()) },
      { kind: "number", name: "nights", values: nights },
      { kind: "number", name: "total", values: total },
      { kind: "number", name: "deposit", values: total.map((v) => (random.uniform() < 0.4 ? 0 : 0.2 * v)) },
      { kind: "number", name: "points", values: dates.map((ms) => week(ms) % 53) },
    ]);
    const found = await detectRules(table, specs, { seed });
    for (const { rule } of found) {
      const columns = columnsOfRule(rule);
      expect(columns).not.toContain("month");
      if (rule.kind === "check") expect(columns.length).toBeLessThanOrEqual(2);
    }
  }
});
