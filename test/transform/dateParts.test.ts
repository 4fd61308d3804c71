import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { type Column, findColumn, makeTable } from "../../src/table/table.ts";
import { findCalendar, fromTicks, toTicks } from "../../src/transform/datetimeGrid.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { columnSpec } from "./columnSpecs.ts";

const day = 86_400_000;
const from = Date.UTC(2021, 0, 1);

function times(seed: number, count: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, (_, i) =>
    i % 17 === 0 ? Number.NaN : from + Math.floor(random.uniform() * 900 * 1440) * 60_000,
  );
}

const datetime = (name: string, values: Float64Array): Column => ({ kind: "datetime", name, values });
const number = (name: string, values: Float64Array): Column => ({ kind: "number", name, values });
function text(name: string, dates: Float64Array, write: (date: Date) => string): Column {
  const cells = Array.from(dates, (ms) => (Number.isNaN(ms) ? null : write(new Date(ms))));
  const dictionary = [...new Set(cells.filter((cell) => cell !== null))];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : dictionary.indexOf(cell))),
  };
}
const english = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const part = (dates: Float64Array, read: (date: Date) => number) =>
  dates.map((ms) => (Number.isNaN(ms) ? ms : read(new Date(ms))));

/** A table of a time and its parts. */
function calendar(ts: Float64Array) {
  return makeTable([
    text("weekday", ts, (d) => english[d.getUTCDay()]!),
    datetime("ts", ts),
    datetime(
      "date",
      part(ts, (d) => Math.floor(d.getTime() / day) * day),
    ),
    number(
      "hour",
      part(ts, (d) => d.getUTCHours()),
    ),
    number(
      "month0",
      part(ts, (d) => d.getUTCMonth()),
    ),
    text("quarter", ts, (d) => `Q${Math.floor(d.getUTCMonth() / 3) + 1}`),
    text("mm", ts, (d) => String(d.getUTCMonth() + 1).padStart(2, "0")),
    number(
      "year",
      part(ts, (d) => d.getUTCFullYear()),
    ),
    text("monat", ts, (d) => new Intl.DateTimeFormat("de", { month: "long", timeZone: "UTC" }).format(d)),
  ]);
}

const sdtypeOf = ({ kind }: Column) =>
  kind === "string" ? "categorical" : kind === "datetime" ? "datetime" : "numerical";

describe("parts of a date", () => {
  it("follow from it in every row, whatever a model makes of the date", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const table = calendar(times(seed, 400));
        const specs = table.columns.map((column) =>
          columnSpec(column.name, sdtypeOf(column), { decimals: 0 }),
        );
        const { data, restore } = prepare(table, specs, { seed: 1 });
        expect(data.columns.map(({ name }) => name)).toEqual(["ts"]);
        const { min, max } = data.columns[0] as { min: number; max: number };
        const random = new Random(seed);
        const ticks = Float64Array.from({ length: 200 }, (_, i) =>
          i % 9 === 0 ? Number.NaN : min + random.uniform() * (max - min),
        );
        const back = restoreBatch(restore, makeTable([number("ts", ticks)]), { firstRow: 0, seed: 2 });
        const ts = findColumn(back, "ts") as { values: Float64Array };
        const cells = (column: Column) =>
          column.kind === "string"
            ? Array.from(column.codes, (code) => column.dictionary[code])
            : [...column.values];
        for (const column of calendar(ts.values).columns)
          expect(cells(findColumn(back, column.name)!)).toEqual(cells(column));
      }),
      { numRuns: 10, seed: 8 },
    );
  });

  it("are learned like any column where one row disagrees", () => {
    const ts = times(1, 400);
    const hour = part(ts, (d) => d.getUTCHours());
    hour[5] = (hour[5]! + 1) % 24;
    const table = makeTable([datetime("ts", ts), number("hour", hour)]);
    const specs = table.columns.map((column) => columnSpec(column.name, sdtypeOf(column), { decimals: 0 }));
    expect(prepare(table, specs, { seed: 1 }).data.columns.map(({ name }) => name)).toEqual(["ts", "hour"]);
  });
});

describe("the calendar of a column", () => {
  it("keeps the weekdays, with times or without, and ticks go both ways", () => {
    const sets = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sets, fc.boolean(), fc.nat(), (weekdays, withTime, seed) => {
        const random = new Random(seed);
        const values = Float64Array.from(
          { length: 600 },
          (_, i) => from + i * day + (withTime ? random.below(24) * 3_600_000 : 0),
        ).filter((ms) => weekdays.includes(new Date(ms).getUTCDay()));
        const grid = findCalendar(values);
        for (const ms of values) expect(fromTicks(grid, toTicks(grid, ms))).toBe(ms);
        const last = toTicks(grid, values.at(-1)!);
        for (let k = 0; k < 50; k++) {
          const made = new Date(fromTicks(grid, Math.floor(random.uniform() * last)));
          expect(weekdays).toContain(made.getUTCDay());
        }
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it("keeps month ends, and takes no accident for a rule", () => {
    const ends = Float64Array.from({ length: 60 }, (_, i) => Date.UTC(2019, i + 1, 0));
    const grid = findCalendar(ends);
    for (let k = -20; k < 80; k++) expect(new Date(fromTicks(grid, k) + day).getUTCDate()).toBe(1);
    for (const ms of ends) expect(fromTicks(grid, toTicks(grid, ms))).toBe(ms);
    const few = Float64Array.from([1, 2, 5, 6, 9, 12], (i) => from + i * day);
    expect(findCalendar(few).weekdays).toBeUndefined();
  });
});

it("months and quarters written with their year follow from the date, however they are written", () => {
  const name = (locale: string, month: "long" | "short") => {
    const format = new Intl.DateTimeFormat(locale, { month, timeZone: "UTC" });
    return (d: Date) => format.format(d);
  };
  const [long, short] = [name("de", "long"), name("en", "short")];
  const yy = (d: Date) => String(d.getUTCFullYear() % 100).padStart(2, "0");
  const quarter = (d: Date) => Math.floor(d.getUTCMonth() / 3) + 1;
  const ways: ((d: Date) => string)[] = [
    (d) => `${short(d)}-${yy(d)}`,
    (d) => `${long(d)} ${d.getUTCFullYear()}`,
    (d) => `${yy(d)}/${short(d).toUpperCase()}`,
    (d) => `${d.getUTCFullYear()}-Q${quarter(d)}`,
    (d) => `Q${quarter(d)}'${yy(d)}`,
    (d) => `${d.getUTCMonth() + 1} in ${d.getUTCFullYear()}`,
  ];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(...ways), (seed, write) => {
      const ts = times(seed, 400);
      const table = makeTable([text("period", ts, write), datetime("ts", ts)]);
      const specs = [columnSpec("period", "categorical"), columnSpec("ts", "datetime")];
      const { data, restore } = prepare(table, specs, { seed: 3 });
      expect(data.columns.map((column) => column.name)).toEqual(["ts"]);
      const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 3 });
      const dates = (findColumn(made, "ts") as { values: Float64Array }).values;
      const column = findColumn(made, "period");
      if (column?.kind !== "string") throw new Error("period is text");
      for (const [i, ms] of dates.entries())
        expect(column.codes[i]! < 0 ? null : column.dictionary[column.codes[i]!]).toBe(
          Number.isNaN(ms) ? null : write(new Date(ms)),
        );
    }),
    { numRuns: 12, seed: 81 },
  );
});
