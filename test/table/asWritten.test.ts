import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatePattern } from "../../src/table/cells/datePattern.ts";
import {
  type DurationForm,
  formatDuration,
  inferDuration,
  isoUnits,
  parseDuration,
} from "../../src/table/cells/durationForm.ts";
import { readSpelledNumber } from "../../src/table/cells/readSpelled.ts";
import { inferDatePattern } from "../../src/table/infer/inferDatePattern.ts";
import { maxNumberBytes, NumberWriter } from "../../src/table/write/writeNumber.ts";
import { cells, readText, writeBack } from "./files.ts";

const forms: readonly DurationForm[] = [
  { style: "clock", parts: 3, digits: 2 },
  { style: "clock", parts: 3, digits: 1 },
  { style: "clock", parts: 2, digits: 2 },
  { style: "clock", parts: 2, digits: 1 },
  { style: "clock", parts: 0, digits: 1 },
  { style: "iso", parts: 3, digits: 1 },
  { style: "iso", parts: 3, digits: 0 },
];

const durations = fc.record({
  form: fc.constantFrom(...forms),
  decimals: fc.constantFrom(0, 0, 1, 3),
  ticks: fc.array(fc.integer({ min: -200_000, max: 400_000_000 }), { minLength: 30, maxLength: 60 }),
});

describe("durations", () => {
  it("are numbers of seconds, written back as they were", async () => {
    await fc.assert(
      fc.asyncProperty(durations, async ({ form, decimals, ticks }) => {
        const seconds = [...ticks, 90_000 * 10 ** decimals].map((t) => t / 10 ** decimals);
        const texts = seconds.map((s) => formatDuration(s, form, decimals, form.style === "clock"));
        const loaded = await readText(`t\n${texts.join("\n")}\n`);
        const [column] = loaded.table.columns;
        expect(column!.kind).toBe("number");
        const values = column!.kind === "number" ? [...column!.values] : [];
        values.forEach((value, i) => {
          expect(value).toBeCloseTo(seconds[i]!, 6);
        });
        expect((await writeBack(loaded)).toString()).toBe(`t\n${texts.join("\n")}\n`);
        for (const [i, text] of texts.entries())
          expect(readSpelledNumber(text, loaded.formats[0]!)).toBeCloseTo(seconds[i]!, 6);
      }),
      { numRuns: 40 },
    );
  });

  it("of ISO 8601 with zeros in them keep their parts", async () => {
    const smallest = { D: 86_400, H: 3600, M: 60, S: 1 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...isoUnits),
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 30, maxLength: 40 }),
        async (units, counts) => {
          const unit = smallest[units.at(-1) as keyof typeof smallest];
          const form = { style: "iso", parts: 3, digits: 1, units } as const;
          const texts = [0, 1, 200, ...counts].map((count) => formatDuration(count * unit, form, 0, false));
          const loaded = await readText(`t\n${texts.join("\n")}\n`);
          expect(loaded.table.columns[0]).toMatchObject({ kind: "number" });
          expect([...(loaded.table.columns[0] as { values: Float64Array }).values].slice(0, 3)).toEqual([
            0,
            unit,
            200 * unit,
          ]);
          expect((await writeBack(loaded)).toString()).toBe(`t\n${texts.join("\n")}\n`);
        },
      ),
      { numRuns: 20 },
    );
    expect(formatDuration(754, { style: "iso", parts: 3, digits: 1, units: "HM" }, 0, false)).toBe("PT0H13M");
  });

  it.each([
    ["25:10:00", 90_600],
    ["93:14", 5594],
    ["1:23:45.6", 5025.6],
    ["PT1H", 3600],
    ["-PT90M", -5400],
    ["P2DT4H0M1.5S", 187_201.5],
  ])("%s is %d seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["1:2:3", "1:75", "12:60:00", "P", "PT", "1h", "12:5", "", "10:00 AM"])("%s is none", (text) => {
    expect(parseDuration(text)).toBeNaN();
  });

  it("in several forms, or that would be written otherwise, stay text", () => {
    expect(inferDuration(["1:00:00", "PT1H"])).toBeNull();
    expect(inferDuration(["01:00:00", "1:00:00", "30:00:00"])).toBeNull();
    expect(inferDuration(["PT90M", "PT1H"])).toBeNull();
  });

  it("of Parquet and JSON too; times of a day stay times", async () => {
    const loaded = await readText(
      '{"a":"25:10:00","b":"12:00:01"}\n{"a":"0:00:30","b":"23:59:59"}\n',
      {},
      "a.ndjson",
    );
    expect(loaded.formats.map((f) => f.physical)).toEqual(["integer", "time"]);
    const hours = await readText('{"a":"25:10:00"}\n{"a":"00:00:30"}\n', {}, "a.ndjson");
    expect(cells(hours, 0)).toEqual(["25:10:00", "00:00:30"]);
    expect(hours.table.columns[0]!.kind).toBe("number");
  });
});

const amounts = fc.array(fc.integer({ min: -90_000_000, max: 90_000_000 }), { minLength: 40, maxLength: 60 });

const grouped = (cents: number, thousands: string, point: string) => {
  const [whole, rest] = (Math.abs(cents) / 100).toFixed(2).split(".");
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, thousands)}${point}${rest}`;
};

/** Ways in which accountants write. */
const ways: Readonly<Record<string, (cents: number) => string>> = {
  parentheses: (c) => (c < 0 ? `(${grouped(c, ",", ".")})` : grouped(c, ",", ".")),
  "parentheses without separators": (c) => (c < 0 ? `(${grouped(c, "", ".")})` : grouped(c, "", ".")),
  "a currency within parentheses": (c) => (c < 0 ? `($${grouped(c, ",", ".")})` : `$${grouped(c, ",", ".")}`),
  "a currency before parentheses": (c) =>
    c < 0 ? `€ (${grouped(c, ".", ",")})` : `€ ${grouped(c, ".", ",")}`,
  "a minus behind": (c) => `${grouped(c, ".", ",")}${c < 0 ? "-" : ""}`,
  "a dash for zero": (c) => (c % 7 === 0 ? "$ -" : `$ ${grouped(c + (c === 0 ? 1 : 0), ",", ".")}`),
  "Swiss apostrophes": (c) => `${c < 0 ? "-" : ""}${grouped(c, "'", ".")}`,
};

describe("amounts", () => {
  it.each(Object.keys(ways))("with %s are numbers, written back the same way", async (way) => {
    await fc.assert(
      fc.asyncProperty(amounts, async (drawn) => {
        const cents = way === "a dash for zero" ? drawn.map(Math.abs) : drawn;
        const texts = [...cents, 123_450, way === "a dash for zero" ? 700 : -123_450].map(ways[way]!);
        const text = `n;x\n${texts.map((t, i) => `${i % 3};${t}\n`).join("")}`;
        const loaded = await readText(text);
        expect(loaded.table.columns[1]!.kind).toBe("number");
        expect((await writeBack(loaded)).toString()).toBe(text);
        const { values } = loaded.table.columns[1] as { values: Float64Array };
        const expected = way === "a dash for zero" && cents[0]! % 7 === 0 ? 0 : cents[0]! / 100;
        expect(values[0]).toBeCloseTo(expected, 6);
        expect(readSpelledNumber(texts[0]!, loaded.formats[1]!)).toBeCloseTo(values[0]!, 6);
      }),
      { numRuns: 10 },
    );
  });
});

/** As C's `%.5g`, Python's `str` and most programs: small and large numbers have an exponent, the others none. */
function general(value: number, digits: number): string {
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const place = Number(power);
  if (place >= -4 && place < digits) return String(Number(value.toPrecision(digits)));
  const sign = place < 0 ? "-" : "+";
  return `${mantissa!.replace(/\.?0+$/, "")}e${sign}${String(Math.abs(place)).padStart(2, "0")}`;
}

describe("numbers of many sizes", () => {
  const powers = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 60, maxLength: 80 });

  it("have an exponent where the file's have one, and no more digits than they", async () => {
    await fc.assert(
      fc.asyncProperty(powers, fc.constantFrom(3, 5, 6), async (drawn, digits) => {
        const values = [...drawn, -8.4, -4.01, -3.9, 1.2, digits - 0.1, digits + 0.5, 8.7].map(
          (p) => 1.37 * 10 ** p,
        );
        const texts = values.map((value) => general(value, digits));
        const loaded = await readText(`n;x\n${texts.map((t, i) => `${i};${t}\n`).join("")}`);
        expect((await writeBack(loaded)).toString().split("\n").slice(1, -1)).toEqual(
          texts.map((t, i) => `${i};${t}`),
        );
        const writer = new NumberWriter(loaded.formats[1]!);
        const out = Buffer.alloc(maxNumberBytes);
        for (const value of [1.234567e-7, 0.01234567, 12.34567, 7.654321e11])
          expect(out.toString("latin1", 0, writer.write(value, out, 0))).toBe(general(value, digits));
      }),
      { numRuns: 12 },
    );
  });

  it("without exponents keep their few digits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -2, max: 4, noNaN: true }), { minLength: 60, maxLength: 80 }),
        async (drawn) => {
          const texts = [...drawn, -2, 3.9].map((p) => String(Number((1.2345678 * 10 ** p).toPrecision(5))));
          const loaded = await readText(`n;x\n${texts.map((t, i) => `${i};${t}\n`).join("")}`);
          expect(loaded.formats[1]).toMatchObject({ decimals: null, significant: 5 });
          expect((await writeBack(loaded)).toString()).toContain(`0;${texts[0]}\n`);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("that are amounts with cents keep their decimals", async () => {
    const loaded = await readText(`x\n${Array.from({ length: 80 }, (_, i) => `${i * i * 50}.5\n`).join("")}`);
    expect(loaded.formats[0]).toMatchObject({ decimals: 1 });
  });
});

describe("two-digit years", () => {
  const day = 86_400_000;
  const today = Date.UTC(2026, 10, 29);
  const write = (ms: readonly number[]) => ms.map((value) => new DatePattern("%m/%d/%y").format(value));

  it("of births are never in the future, and mean the hundred years that end today", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 36_000 }), { minLength: 30, maxLength: 80 }), (ages) => {
        const births = [...new Set(ages)]
          .map((age) => today - age * day)
          .filter((ms) => ms >= Date.UTC(1927, 0, 1));
        fc.pre(births.length > 10);
        const texts = [...new Set([...write(births), "02/28/60"])];
        const found = inferDatePattern(texts, "%m/%d/%y", { today, isBirth: true })!;
        const reader = new DatePattern(found.pattern);
        for (const [i, text] of texts.entries()) {
          expect(found.values[i]).toBeLessThanOrEqual(today);
          expect(reader.parse(text)).toBe(found.values[i]);
          expect(reader.format(found.values[i]!)).toBe(text);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("that count on from before today to soon after are one stretch of years", () => {
    const due = Array.from({ length: 60 }, (_, i) => Date.UTC(2022, i * 2, 3));
    const found = inferDatePattern(write(due), undefined, { today })!;
    expect([...found.values]).toEqual(due);
  });

  it("mean what the format of the config says", () => {
    const found = inferDatePattern(["01/02/30", "12/31/99"], "%m/%d/%1950y", { today })!;
    expect([...found.values].map((ms) => new Date(ms).getUTCFullYear())).toEqual([2030, 1999]);
    expect(new DatePattern("%d.%m.%y").parse("01.01.68")).toBe(Date.UTC(2068, 0, 1));
  });
});

describe("NA", () => {
  const table = (codes: readonly string[]) =>
    `code,n\n${codes.map((code, i) => `${code},${i % 5}\n`).join("")}`;
  const cycle = (codes: readonly string[]) =>
    Array.from({ length: 80 }, (_, i) => codes[(i * 7) % codes.length]!);

  it("is a value beside other codes of two letters, and says how to change that", async () => {
    for (const codes of [
      ["NA", "US", "DE", "FR"],
      ["NA", "", "EMEA", "APAC", "LATAM"],
    ]) {
      const loaded = await readText(table(cycle(codes)));
      expect(cells(loaded, 0)).toContain("NA");
      expect(loaded.warnings.join()).toContain("source.missing");
      const given = await readText(table(cycle(codes)), { missing: ["NA"] });
      expect(cells(given, 0)).not.toContain("NA");
    }
  });

  it("is missing beside anything else", async () => {
    for (const codes of [
      ["NA", "yes", "no", "maybe"],
      ["NA", "CA", "TX", "NY"],
      ["NA", "1", "2", "3"],
      ["NA", "US"],
    ])
      expect(cells(await readText(table(cycle(codes))), 0)).not.toContain("NA");
  });
});
