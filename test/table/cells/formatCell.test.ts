import fc from "fast-check";
import { expect, it } from "vitest";
import { findUnknownDirective } from "../../../src/table/cells/dateDirectives.ts";
import { DatePattern } from "../../../src/table/cells/datePattern.ts";
import { formatCell, valueFormatter } from "../../../src/table/cells/formatCell.ts";
import type { ColumnFormat } from "../../../src/table/format.ts";
import { inferDatePattern } from "../../../src/table/infer/inferDatePattern.ts";

const decimal: ColumnFormat = {
  physical: "decimal",
  decimals: 2,
  fixedDecimals: false,
  keepPoint: false,
  dateFormat: null,
  missingToken: "NA",
  decimalPoint: ".",
  fileType: null,
};

it("writes numbers as the column does", () => {
  const show = (value: number, format: Partial<ColumnFormat> = {}) =>
    valueFormatter({ ...decimal, ...format })(value);
  expect(show(2.5)).toBe("2.5");
  expect(show(2.499)).toBe("2.5");
  expect(show(2.5, { fixedDecimals: true })).toBe("2.50");
  expect(show(3, { keepPoint: true })).toBe("3.0");
  expect(show(-0.001)).toBe("0");
  expect(show(-1.25, { decimalPoint: "," })).toBe("-1,25");
  expect(show(1e15 + 0.25)).toBe("1000000000000000.25");
  expect(show(41.7, { physical: "integer" })).toBe("42");
  expect(show(1e-7, { decimals: null })).toBe("1e-7");
  expect(show(9007199254740991, { decimals: 0 })).toBe("9007199254740991");
});

it("writes numbers as toFixed does, away from ties", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.integer({ min: 0, max: 6 }),
      (value, decimals) => {
        const scaled = Math.abs(value) * 10 ** decimals;
        fc.pre(Math.abs((scaled % 1) - 0.5) > 1e-6);
        const text = valueFormatter({ ...decimal, decimals, fixedDecimals: true })(value);
        expect(text).toBe(value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, "$1"));
      },
    ),
    { seed: 3 },
  );
});

it("writes missing as the token, and text as it is", () => {
  const text = { kind: "string", name: "a", codes: Int32Array.of(1, -1), dictionary: ["x", "y,z"] } as const;
  expect(formatCell(text, 0, decimal)).toBe("y,z");
  expect(formatCell(text, 1, decimal)).toBe("NA");
  expect(formatCell({ kind: "number", name: "a", values: Float64Array.of(Number.NaN) }, 0, decimal)).toBe(
    "NA",
  );
});

it("reads dates as the JavaScript engine does", () => {
  const pattern = new DatePattern("%Y-%m-%dT%H:%M:%S%fZ", 3, true);
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) }), (ms) => {
      const text = new Date(ms).toISOString();
      fc.pre(text.length === 24);
      expect(pattern.parse(text)).toBe(ms);
      expect(pattern.format(ms)).toBe(text);
    }),
    { seed: 5 },
  );
});

it("refuses dates that do not exist", () => {
  const day = new DatePattern("%d/%m/%Y");
  for (const text of ["31/04/2024", "29/02/2023", "00/01/2024", "1/13/2024", "01/01/24", "01/01/2024x"])
    expect(day.parse(text)).toBeNaN();
  expect(day.parse("29/02/2024")).toBe(Date.UTC(2024, 1, 29));
  expect(new DatePattern("%H:%M").parse("24:00")).toBeNaN();
});

it("tells day-first from month-first by the days above 12, and warns when nothing tells", () => {
  expect(inferDatePattern(["01/02/2024", "31/12/2023"])).toMatchObject({ pattern: "%d/%m/%Y", warnings: [] });
  expect(inferDatePattern(["01/02/2024", "12/31/2023"])).toMatchObject({ pattern: "%m/%d/%Y", warnings: [] });
  const unclear = inferDatePattern(["01/02/2024", "03/04/2023"]);
  expect(unclear?.pattern).toBe("%m/%d/%Y");
  expect(unclear?.warnings[0]).toContain("fit both");
  expect(inferDatePattern(["01.02.2024", "03.04.2023"])?.pattern).toBe("%d.%m.%Y");
});

it("puts times of different offsets on one clock", () => {
  const mixed = inferDatePattern(["2024-01-02T03:00:00+02:00", "2024-01-02T03:00:00-05:00"]);
  expect(mixed?.pattern).toBe("%Y-%m-%dT%H:%M:%S%z");
  expect([...(mixed?.values ?? [])]).toEqual([Date.UTC(2024, 0, 2, 1), Date.UTC(2024, 0, 2, 8)]);
  expect(mixed?.warnings.join()).toContain("UTC");
});

it.each(["2024-13-01", "12:61", "hello", "1.2.3", "2024", "10-20-30-40", "3/4"])(
  "leaves %s as text",
  (text) => {
    expect(inferDatePattern([text])).toBeNull();
  },
);

it("writes names of months, weekdays and half days in the letters of the file", () => {
  const letters = {
    upper: (text: string) => text.toUpperCase(),
    lower: (text: string) => text.toLowerCase(),
    title: (text: string) => text,
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...(["upper", "lower", "title"] as const)),
      fc.constantFrom(
        "%d%b%Y",
        "%d %B %Y",
        "%a %d-%b-%Y",
        "%A, %B %d, %Y",
        "%d %b %Y %I:%M %p",
        "%m/%d/%Y %I:%M:%S%p",
      ),
      fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 30, maxLength: 60 }),
      (how, pattern, hours) => {
        const plain = new DatePattern(pattern);
        const texts = hours.map((hour) => letters[how](plain.format(hour * 3_600_000)));
        const found = inferDatePattern(texts)!;
        const own = new DatePattern(found.pattern);
        expect([...found.values].map((ms) => own.format(ms))).toEqual(texts);
        expect(findUnknownDirective(found.pattern)).toBeUndefined();
      },
    ),
    { seed: 4 },
  );
});
