import { describe, expect, it } from "vitest";
import { parseIsoDate } from "../../src/config/isoDate.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { parseWhere, WhereError } from "../../src/config/where.ts";
import type { Condition } from "../../src/table/condition.ts";

import { readPeriod } from "../../src/transform/datePeriod.ts";
import { column, customers, table } from "./profiles.ts";

const profile = table([
  ...customers.columns,
  column("a=b", "categorical"),
  column("pickup", "datetime", { format: { physical: "timestamp", dateFormat: "%Y-%m-%d %H:%M:%S" } }),
  column("year", "categorical", { format: { physical: "integer" } }),
  column("fee", "numerical", {
    format: {
      physical: "decimal",
      decimals: 2,
      affix: { prefix: "$", suffix: "", thousands: ",", signFirst: true },
    },
  }),
  column("loss", "categorical", {
    format: {
      physical: "integer",
      decimalPoint: ",",
      affix: { prefix: "", suffix: "%", thousands: "", signFirst: true },
    },
  }),
  column("unit price", "numerical", { format: { physical: "decimal", decimals: 2 }, min: 0, max: 9.99 }),
]);
const config = parseConfig(
  '{ "source": { "path": "a" }, "columns": { "active": { "missing": "never" }, "age": { "min": 18, "max": 90 }, "joined": { "min": "2020-01-01", "max": "2024-12-31" } } }',
  "f",
).config!;
const specs = resolveColumns(config, profile);
const where = (...texts: string[]) =>
  parseWhere(texts, specs, (text, { format }) => readPeriod(text, format.dateFormat));

const march = (day: number): number => Date.UTC(2019, 2, day);
/** The last microsecond before a day begins. */
const justBefore = (year: number, month: number, day = 1): number => Date.UTC(year, month, day) - 0.001;

describe("parseWhere", () => {
  it.each<[string, Condition]>([
    ["plan=>gold", { column: "plan", op: "in", values: [">gold"] }],
    ["plan=basic|gold", { column: "plan", op: "in", values: ["basic", "gold"] }],
    ['plan="a|b"|c', { column: "plan", op: "in", values: ["a|b", "c"] }],
    ['plan="missing"', { column: "plan", op: "in", values: ["missing"] }],
    ['plan="say \\"hi\\""', { column: "plan", op: "in", values: ['say "hi"'] }],
    ["plan=1..2", { column: "plan", op: "in", values: ["1..2"] }],
    ["plan=", { column: "plan", op: "missing" }],
    ["plan=missing", { column: "plan", op: "missing" }],
    ["plan=present", { column: "plan", op: "present" }],
    ["age=30..40", { column: "age", op: "range", min: 30, max: 40 }],
    ["age=..40", { column: "age", op: "range", min: null, max: 40 }],
    ["age=30..", { column: "age", op: "range", min: 30, max: null }],
    ["age=30|31", { column: "age", op: "in", values: [30, 31] }],
    ["age = 30 .. 40", { column: "age", op: "range", min: 30, max: 40 }],
    ["unit price=1.5..2.25", { column: "unit price", op: "range", min: 1.5, max: 2.25 }],
    ["unit price=.5", { column: "unit price", op: "in", values: [0.5] }],
    ["fee=$10", { column: "fee", op: "in", values: [10] }],
    ["fee=1,000.50|$7", { column: "fee", op: "in", values: [1000.5, 7] }],
    ["fee=10..$2,000", { column: "fee", op: "range", min: 10, max: 2000 }],
    ["loss=5%..10 %", { column: "loss", op: "range", min: 5, max: 10 }],
    ["loss=5%", { column: "loss", op: "in", values: ["5%"] }],
    ["joined=2021-05-01..", { column: "joined", op: "range", min: Date.UTC(2021, 4, 1), max: null }],
    ["unit price=1,5..2,25", { column: "unit price", op: "range", min: 1.5, max: 2.25 }],
    ["joined=2021-05-01", { column: "joined", op: "in", values: [Date.UTC(2021, 4, 1)] }],
    ["joined=2021-05", { column: "joined", op: "range", min: Date.UTC(2021, 4), max: justBefore(2021, 5) }],
    ["joined=2021", { column: "joined", op: "range", min: Date.UTC(2021, 0), max: justBefore(2022, 0) }],
    ["pickup=2019-03-10", { column: "pickup", op: "range", min: march(10), max: justBefore(2019, 2, 11) }],
    ["pickup=2019-03-10 12:30:00", { column: "pickup", op: "in", values: [march(10) + 45_000_000] }],
    [
      "pickup=2019-03-01..2019-03-10",
      { column: "pickup", op: "range", min: march(1), max: justBefore(2019, 2, 11) },
    ],
    ["pickup=..2019-02", { column: "pickup", op: "range", min: null, max: justBefore(2019, 2) }],
    ["pickup=2018..", { column: "pickup", op: "range", min: Date.UTC(2018, 0), max: null }],
    [
      "pickup=2019-03-11|2019-03-10",
      { column: "pickup", op: "range", min: march(10), max: justBefore(2019, 2, 12) },
    ],
    ["year=2007..2008", { column: "year", op: "range", min: 2007, max: 2008 }],
    ["year=2007|2008", { column: "year", op: "in", values: ["2007", "2008"] }],
    ["a=b=c", { column: "a=b", op: "in", values: ["c"] }],
  ])("%s", (text, condition) => {
    expect(where(text)).toEqual([condition]);
  });

  it("gives conditions a model understands", () => {
    const conditions: Condition[] = where("plan=gold", "age=30..40");
    expect(conditions).toHaveLength(2);
  });

  it.each([
    ["plan", "an = is missing"],
    ["agee=3", 'there is no column "agee": did you mean "age"?'],
    ["zzzzzz=3", "the columns are customer_id, age,"],
    ["age=old", '"old" is not a number'],
    ["age=30..old", '"old" is not a number'],
    ["age=..", "a range needs a bound"],
    ["age=40..30", "lower bound is above"],
    ["age=91", 'every value of "age" lies between 18 and 90'],
    ["age=..17", 'every value of "age" lies between 18 and 90'],
    ["age=30.5", '"age" has whole numbers only'],
    ["unit price=1.005", '"unit price" has 2 decimals only'],
    ["joined=yesterday", '"yesterday" is not a date written as %Y-%m-%d'],
    ["joined=2031-01-01..", "lies between 2020-01-01 and 2024-12-31"],
    ["customer_id=AB-00001", "is an id"],
    ["notes=hello", "is free text"],
    ["active=", "is never missing"],
    ["age!=3", "there is only =: column=value"],
    ["age>=3", "there is only ="],
    ["age<3", "there is only =: a range is written"],
    ["pickup=2019-03-10|2019-03-12", "must follow one another"],
    ["age=Infinity", '"Infinity" is not a number'],
  ])("%s: %s", (text, message) => {
    expect(() => where(text)).toThrow(WhereError);
    expect(() => where(text)).toThrow(`--where ${text}: `);
    expect(() => where(text)).toThrow(message);
  });

  it("refuses two conditions on one column", () => {
    expect(() => where("age=30..", "age=..40")).toThrow('names "age" twice');
  });
});

describe("parseIsoDate", () => {
  it.each([
    ["2024-02-29", Date.UTC(2024, 1, 29)],
    ["2024-02-29T13:05", Date.UTC(2024, 1, 29, 13, 5)],
    ["2024-02-29 13:05:59.25", Date.UTC(2024, 1, 29, 13, 5, 59, 250)],
    ["0050-01-01", Date.parse("0050-01-01T00:00:00Z")],
    ["2023-02-29", null],
    ["2024-13-01", null],
    ["2024-01-01T24:00", null],
    ["01/02/2024", null],
    ["", null],
  ])("%s", (text, ms) => {
    expect(parseIsoDate(text)).toBe(ms);
  });
});
