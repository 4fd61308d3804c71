import { describe, expect, it } from "vitest";
import type { Random } from "../../../src/numerics/random.ts";
import { toModelConditions } from "../../../src/transform/conditions.ts";
import { toModelTable } from "../../../src/transform/toModelTable.ts";
import { csvOf, pick, rowsOf, shareOf, throughFile } from "../throughFile.ts";

const rows = 700;
const n = rowsOf(rows, 2, (r) => r.below(9));
const skewed = (r: Random, most: number) => Math.floor(most * r.uniform() ** 2);

/** Texts of several parts, and the pattern that each of them has. */
const kinds: readonly (readonly [string, (r: Random) => string, RegExp])[] = [
  [
    "weights",
    (r) => (r.uniform() < 0.6 ? `${(skewed(r, 900) / 10).toFixed(1)} kg` : `${200 + r.below(300)} lb`),
    /^(\d+\.\d kg|\d{3} lb)$/,
  ],
  [
    "limits",
    (r) => (r.uniform() < 0.3 ? pick(r, [">100", "<0.5"]) : (r.uniform() * 99).toFixed(2)),
    /^(>100|<0\.5|\d+\.\d\d)$/,
  ],
  [
    "points",
    (r) => `(${(40 + r.uniform()).toFixed(5)}, ${(-73 - r.uniform()).toFixed(5)})`,
    /^\(40\.\d{5}, -73\.\d{5}\)$/,
  ],
  [
    "lists",
    (r) => `color=${pick(r, ["red", "blue"])};w=${r.below(400)};h=${(r.uniform() * 2).toFixed(2)}`,
    /^color=(red|blue);w=\d{1,3};h=[01]\.\d\d$/,
  ],
  [
    "codes",
    (r) => `${pick(r, ["A", "BK", "CX"])}${String(r.below(900)).padStart(4, "0")}`,
    /^(A|BK|CX)0\d{3}$/,
  ],
  [
    "amounts",
    (r) =>
      r.uniform() < 0.5 ? `$${(1000 + skewed(r, 8000)).toLocaleString("en-US")}` : `${skewed(r, 900)} EUR`,
    /^(\$\d,\d{3}|\d{1,3} EUR)$/,
  ],
  [
    "stays",
    (r) => `${2 + r.below(9)} nights from 2024-0${1 + r.below(9)}-1${r.below(9)}`,
    /^\d{1,2} nights from 2024-0\d-\d\d$/,
  ],
  ["pressures", (r) => `${90 + r.below(80)}/${50 + r.below(50)}`, /^\d{2,3}\/\d{2,3}$/],
  [
    "limits of which few are rare",
    (r) => (r.uniform() < 0.2 ? "<0.6" : (0.6 + skewed(r, 60) / 10).toFixed(1)),
    /^(<0\.6|\d\.\d)$/,
  ],
];

describe("text of several parts", () => {
  for (const [name, make, pattern] of kinds)
    it(`is fitted by its parts: ${name}`, async () => {
      const real = rowsOf(rows, 11, make);
      const done = await throughFile(csvOf({ x: real, n }));
      expect(done.column("x")).toMatchObject({ sdtype: "categorical", split: { by: "parts" } });
      const again = done.texts(done.again, "x");
      expect(shareOf(again, (text) => pattern.test(text))).toBe(1);
      expect(again.filter((text, row) => text !== real[row]).length).toBeLessThan(0.09 * rows);
      const made = done.texts(done.shuffled, "x");
      expect(shareOf(made, (text) => pattern.test(text))).toBe(1);
      const form = (text: string) => text.replaceAll(/\d/g, "").replaceAll(/color=\w+/g, "");
      for (const one of new Set(real.map(form)))
        expect(
          Math.abs(shareOf(made, (t) => form(t) === one) - shareOf(real, (t) => form(t) === one)),
        ).toBeLessThan(0.02);
      const known = toModelTable(done.restore, done.data.columns, done.loaded.table);
      expect(known.columns.map((column) => column.name)).toEqual(
        done.data.columns.map((column) => column.name),
      );
      expect(done.warnings).toEqual([]);
    });

  it("comes out in the same way whatever the size of the batches", async () => {
    const done = await throughFile(csvOf({ x: rowsOf(rows, 11, kinds[0]![1]), n }));
    const half = (from: number) => {
      const columns = done.data.table.columns.map((column) =>
        column.kind === "string"
          ? { ...column, codes: column.codes.slice(from, from + 350) }
          : { ...column, values: column.values.slice(from, from + 350) },
      );
      return done.texts(done.give({ rows: 350, columns }, from), "x");
    };
    expect([...half(0), ...half(350)]).toEqual(done.texts(done.again, "x"));
  });

  it("never emits a form or a word of fewer rows than the config asks, nor stores it", async () => {
    const real = rowsOf(rows, 11, (r) => `${pick(r, ["Bonn", "Köln", "Aachen"])}-${r.below(500)}`);
    real[7] = "Xanten-44";
    real[8] = "a remark about one person";
    const done = await throughFile(csvOf({ x: real, n }));
    const everything = JSON.stringify([
      done.restore,
      done.data.columns,
      done.warnings,
      done.texts(done.again, "x"),
    ]);
    expect(everything).not.toMatch(/Xanten|remark/);
    expect(done.texts(done.again, "x")[7]).toMatch(/^(Bonn|Köln|Aachen)-\d+$/);
    expect(done.warnings.join()).toMatch(/column x: .* never emitted/);
  });

  it("that repeats other columns follows from them", async () => {
    const lat = rowsOf(rows, 1, (r) => (52 + r.uniform()).toFixed(6));
    const lon = rowsOf(rows, 2, (r) => (13 + r.uniform()).toFixed(6));
    const town = rowsOf(rows, 3, (r) => pick(r, ["Bonn", "Köln", "Aachen"]));
    const wkt = lat.map((_, i) => `POINT (${lon[i]} ${lat[i]})`);
    const label = lat.map((_, i) => `${town[i]} @ ${Number(lat[i]).toFixed(3)}`);
    const done = await throughFile(csvOf({ wkt, lat, lon, town, label, n }));
    expect(done.data.columns.map(({ name }) => name)).toEqual(["lat", "lon", "town", "n"]);
    const [points, y, x] = ["wkt", "lat", "lon"].map((name) => done.texts(done.shuffled, name));
    for (let row = 0; row < rows; row++) {
      const [, a, b] = /^POINT \((\S+) (\S+)\)$/.exec(points![row]!)!;
      expect([Number(a), Number(b)]).toEqual([Number(x![row]), Number(y![row])]);
    }
    const labels = done.texts(done.shuffled, "label");
    const towns = done.texts(done.shuffled, "town");
    expect(labels.every((text, row) => text.startsWith(`${towns[row]} @ 52.`))).toBe(true);
    const asked = toModelConditions(done.restore, [
      { column: "label", op: "in", values: [`Bonn @ ${Number(lat[0]).toFixed(3)}`] },
    ]);
    expect(asked.map(({ column }) => column)).toEqual(["town", "lat"]);
  });

  it("is left out with the reason where no parts can be fitted, never flattened", async () => {
    const nonsense = (i: number) =>
      i
        .toString(18)
        .replace(/\d/g, (d) => "jklmnopqrs"[Number(d)]!)
        .padEnd(1 + (i % 7), "z");
    const real = rowsOf(rows, 11, (r) => nonsense(Math.floor(500 * r.uniform() ** 3)));
    const done = await throughFile(csvOf({ x: real, n }));
    expect(done.column("x").sdtype).toBe("text");
    expect(done.column("x").reason).toMatch(/% of the rows hold one that fewer than 5 rows share/);
    expect(done.texts(done.again, "x")).toEqual([]);
    const kept = await throughFile(csvOf({ x: real, n }), { x: { type: "categorical" } });
    expect(kept.texts(kept.again, "x")).toHaveLength(rows);
    expect(kept.warnings.join()).toMatch(/column x: \d+ categories \(\d+ rows\) are never emitted/);
  });

  it("is asked for by one value at a time", async () => {
    const done = await throughFile(csvOf({ x: rowsOf(rows, 11, kinds[7]![1]), n }));
    const ask = (...values: string[]) => toModelConditions(done.restore, [{ column: "x", op: "in", values }]);
    expect(ask("120/80")).toEqual([
      { column: "x: 1", op: "in", values: [120] },
      { column: "x: 2", op: "in", values: [80] },
    ]);
    expect(() => ask("120/80", "1/2")).toThrow(/one value at a time/);
    expect(() => ask("high")).toThrow(/no value written like high/);
    expect(() => ask("999/80")).toThrow(/never is 999/);
    expect(() => toModelConditions(done.restore, [{ column: "x", op: "range", min: 1, max: 2 }])).toThrow(
      /a range cannot be asked/,
    );
  });
});
