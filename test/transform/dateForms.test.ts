import { describe, expect, it } from "vitest";
import { civil, civilFromDays } from "../../src/table/cells/civilDate.ts";
import { DatePattern } from "../../src/table/cells/datePattern.ts";
import { csvOf, rowsOf, shareOf, throughFile } from "./throughFile.ts";

const rows = 600;
const n = rowsOf(rows, 2, (r) => r.below(9));
const start = Date.UTC(2021, 0, 1);
const moments = rowsOf(rows, 7, (r) => start + Math.floor(r.uniform() * 700 * 86_400) * 1000);
const written = (pattern: (row: number) => string) =>
  moments.map((ms, row) => new DatePattern(pattern(row)).format(ms));
const rare = (row: number) => row % 4 === 0;

/** Dates in more than one form. */
const columns: readonly (readonly [string, string[], string[]])[] = [
  ["two orders", written((row) => (rare(row) ? "%d/%m/%Y" : "%Y-%m-%d")), ["%Y-%m-%d", "%d/%m/%Y"]],
  [
    "with and without a time",
    written((row) => (rare(row) ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d")),
    ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S"],
  ],
  [
    "offsets",
    written((row) => `%Y-%m-%dT%H:%M:%S${rare(row) ? "+01:00" : "+02:00"}`),
    ["%Y-%m-%dT%H:%M:%S+02:00", "%Y-%m-%dT%H:%M:%S+01:00"],
  ],
  [
    "named zones",
    written((row) => `%d.%m.%Y %H:%M ${rare(row) ? "Europe/Berlin" : "America/New_York"}`),
    ["%d.%m.%Y %H:%M America/New_York", "%d.%m.%Y %H:%M Europe/Berlin"],
  ],
  [
    "short zones",
    written((row) => `%Y-%m-%d %H:%M:%S ${rare(row) ? "CET" : "CEST"}`),
    ["%Y-%m-%d %H:%M:%S CEST", "%Y-%m-%d %H:%M:%S CET"],
  ],
  ["month names", written((row) => (rare(row) ? "%b %d, %Y" : "%d %B %Y")), ["%d %B %Y", "%b %d, %Y"]],
];

describe("dates in several forms", () => {
  for (const [name, real, forms] of columns)
    it(`are dates, each in its own form: ${name}`, async () => {
      const done = await throughFile(csvOf({ at: real, n }));
      expect(done.column("at").sdtype).toBe("datetime");
      expect(done.column("at").format.dateForms).toEqual(forms);
      for (const form of forms) expect(done.column("at").reason).toContain(form);
      const again = done.texts(done.again, "at");
      expect(again.filter((text, row) => text !== real[row]).length).toBeLessThanOrEqual(16);
      const made = done.texts(done.shuffled, "at");
      const second = new DatePattern(forms[1]!);
      expect(shareOf(made, (text) => !Number.isNaN(second.parse(text)))).toBeCloseTo(0.25, 1);
      const first = new DatePattern(forms[0]!);
      const times = made.map((text) => first.parse(text)).filter((ms) => !Number.isNaN(ms));
      expect(times.length).toBeGreaterThan(0.7 * rows);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(start - 86_400_000);
    });

  it("with and without a time keep both: times are not midnight where they are written", async () => {
    const done = await throughFile(csvOf({ at: columns[1]![1], n }));
    const timed = done.texts(done.shuffled, "at").filter((text) => text.length > 10);
    expect(shareOf(timed, (text) => text.endsWith("00:00:00"))).toBeLessThan(0.02);
  });

  it("of one row are never written, and its date is kept in the most frequent form", async () => {
    const real = written(() => "%Y-%m-%d");
    real[5] = "7 March 2021";
    const done = await throughFile(csvOf({ at: real, n }));
    expect(done.column("at").sdtype).toBe("datetime");
    expect(done.column("at").warnings.join()).toMatch(
      /1 date is written in a form that fewer than 5 rows share/,
    );
    expect(done.texts(done.again, "at")[5]).toBe("2021-03-07");
    expect(JSON.stringify([done.specs, done.restore])).not.toContain("%B");
  });

  it("are no dates where day and month may be either", async () => {
    const real = moments.map((ms, row) => new DatePattern(rare(row) ? "%d/%m/%Y" : "%m/%d/%Y").format(ms));
    const done = await throughFile(csvOf({ at: real, n }));
    expect(done.column("at").sdtype).not.toBe("datetime");
  });

  it("are written in one form where the config gives one", async () => {
    const done = await throughFile(csvOf({ at: columns[0]![1], n }), { at: { format: "%Y-%m-%d" } });
    expect(done.specs[0]!.format.dateForms).toBeUndefined();
    expect(done.data.columns.map(({ name }) => name)).toEqual(["at", "n"]);
  });
});

describe("ISO weeks", () => {
  it("are read as their Monday and written again, over the turns of all years", () => {
    const pattern = new DatePattern("%G-W%V");
    const daily = new DatePattern("%G-W%V-%u");
    for (let day = -20_000; day < 30_000; day += 3) {
      const ms = day * 86_400_000;
      expect(daily.parse(daily.format(ms))).toBe(ms);
      const monday = pattern.parse(pattern.format(ms));
      expect((ms - monday) / 86_400_000).toBe((((day + 3) % 7) + 7) % 7);
      civilFromDays(day);
      if (civil.month > 1 && civil.month < 12)
        expect(pattern.format(ms).slice(0, 4)).toBe(String(civil.year));
    }
    expect(new DatePattern("%G-W%V").format(Date.UTC(2021, 0, 3))).toBe("2020-W53");
    for (const wrong of ["2021-W53", "2021-W00", "2021-W54", "2021-7"])
      expect(pattern.parse(wrong)).toBeNaN();
  });

  it("are dates of whole weeks, fitted and written as weeks", async () => {
    for (const form of ["%G-W%V", "%GW%V", "%G-W%V-%u"]) {
      const real = written(() => form);
      const done = await throughFile(csvOf({ week: real, n }));
      expect(done.column("week")).toMatchObject({ sdtype: "datetime", format: { dateFormat: form } });
      const made = done.texts(done.shuffled, "week");
      expect(made.every((text) => !Number.isNaN(new DatePattern(form).parse(text)))).toBe(true);
      expect(new Set(made).size).toBeGreaterThan(0.9 * new Set(real).size);
    }
  });
});
