import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toModelConditions } from "../../../src/transform/conditions.ts";
import { ModelError } from "../../../src/transform/modelTable.ts";
import { toModelTable } from "../../../src/transform/toModelTable.ts";
import { csvOf, pick, rowsOf, shareOf, throughFile } from "../throughFile.ts";

/** Answer sets over `options`, each chosen by chance, in the order of the list. */
function answers(options: readonly string[], separator: string, rows: number, seed: number): string[] {
  return rowsOf(rows, seed, (random) => {
    const chosen = options.filter((_, i) => random.uniform() < 0.15 + 0.4 / (1 + i));
    return (chosen.length === 0 ? [options[0]!] : chosen).join(separator);
  });
}

const surveys: readonly (readonly [string, string, readonly string[]])[] = [
  ["languages", ";", ["Python", "SQL", "R", "C++", "Rust", "Go", "Java"]],
  ["symptoms", ", ", ["fever", "cough", "sore throat", "loss of smell", "fatigue", "nausea"]],
  ["amenities", "|", ["wifi", "pool", "parking", "TV", "kitchen", "gym", "pets allowed", "washer"]],
];

describe("several answers in a cell", () => {
  for (const [name, separator, options] of surveys)
    it(`are fitted by option: ${name}`, async () => {
      const real = answers(options, separator, 700, 5);
      const done = await throughFile(csvOf({ [name]: real, n: rowsOf(700, 6, (r) => r.below(9)) }));
      expect(done.column(name)).toMatchObject({ sdtype: "categorical", split: { by: "options", separator } });
      expect(done.texts(done.again, name)).toEqual(real);
      const made = done.texts(done.shuffled, name);
      for (const option of options) {
        const holds = (text: string) => text.split(separator).includes(option);
        expect(Math.abs(shareOf(made, holds) - shareOf(real, holds))).toBeLessThan(0.03);
      }
      const order = made.every((text) => {
        const places = text.split(separator).map((option) => options.indexOf(option));
        return places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!));
      });
      expect(order).toBe(true);
    });

  it("of one person's option only are never emitted, and the rest of that row's answers are", async () => {
    fc.assert(
      await fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (seed) => {
        const real = answers(["a", "b", "c", "d", "e"], ";", 600, seed);
        real[3] = "a;the secret of one";
        real[4] = "the secret of two";
        const done = await throughFile(csvOf({ tags: real, n: rowsOf(600, seed, (r) => r.below(9)) }));
        const everything = JSON.stringify([done.restore, done.specs, done.warnings]);
        expect(everything).not.toContain("secret");
        const again = done.texts(done.again, "tags");
        expect(again.join()).not.toContain("secret");
        expect(again[3]!.startsWith("a")).toBe(true);
        expect(again[3]!.split(";")).toHaveLength(2);
        expect(again[4]).toMatch(/^[a-e]$/);
        expect(done.warnings.join()).toMatch(/column tags: 2 options in 2 rows/);
      }),
      { numRuns: 5 },
    );
  });

  it("keep missing cells missing, or fill them where the config says never", async () => {
    const real = answers(["x", "y", "z", "w"], ";", 600, 9).map((text, row) => (row % 5 === 0 ? "" : text));
    const columns = { tags: real, n: rowsOf(600, 2, (r) => r.below(9)) };
    const done = await throughFile(csvOf(columns));
    expect(shareOf(done.texts(done.shuffled, "tags"), (text) => text === "")).toBeCloseTo(0.2, 5);
    const never = await throughFile(csvOf(columns), { tags: { missing: "never" } });
    expect(never.texts(never.shuffled, "tags")).not.toContain("");
  });

  it("are whole texts where the config says so, and separated as it says", async () => {
    const real = answers(["x", "y", "z", "w"], "~", 600, 9);
    const columns = csvOf({ tags: real, n: rowsOf(600, 2, (r) => r.below(9)) });
    const none = await throughFile(columns, { tags: { type: "categorical", split: "none" } });
    expect(none.data.columns.map(({ name }) => name)).toEqual(["tags", "n"]);
    const own = await throughFile(columns, { tags: { type: "categorical", separator: "~" } });
    expect(own.data.columns.map(({ name }) => name)).toEqual([
      "tags: x",
      "tags: y",
      "tags: z",
      "tags: w",
      "n",
    ]);
    expect(own.texts(own.again, "tags")).toEqual(real);
  });

  it("can be asked for as one set, in any order, and say what is unknown", async () => {
    const done = await throughFile(
      csvOf({ tags: answers(["x", "y", "z", "w"], ";", 600, 9), n: rowsOf(600, 2, (r) => r.below(9)) }),
    );
    const ask = (...values: string[]) =>
      toModelConditions(done.restore, [{ column: "tags", op: "in", values }]);
    expect(ask("z;x")).toEqual([
      { column: "tags: x", op: "in", values: ["yes"] },
      { column: "tags: y", op: "in", values: ["no"] },
      { column: "tags: z", op: "in", values: ["yes"] },
      { column: "tags: w", op: "in", values: ["no"] },
    ]);
    expect(() => ask("x;q")).toThrow(ModelError);
    expect(() => ask("x;q")).toThrow(/column tags has no option q/);
    expect(() => ask("x", "y")).toThrow(/one answer at a time/);
    expect(() => toModelConditions(done.restore, [{ column: "tags", op: "missing" }])).toThrow(
      /never missing/,
    );
    const known = toModelTable(done.restore, done.data.columns, done.loaded.table);
    expect(known.columns).toEqual(done.data.table.columns);
  });

  it("are not seen in names, places, prose or pairs", async () => {
    const surnames = rowsOf(300, 1, (r) => `Name${r.below(250)}`);
    const columns = {
      person: surnames.map((name, i) => `${name}, Given${(i * 7) % 211}`),
      place: rowsOf(300, 2, (r) =>
        pick(r, ["Berlin, Germany", "Paris, France", "Lyon, France", "Rome, Italy"]),
      ),
      said: rowsOf(
        300,
        3,
        (r, i) => `Delivery ${r.below(99)} was late, order ${i} came, ${r.below(50)} broke`,
      ),
      pair: rowsOf(300, 4, (r) => `${pick(r, ["red", "blue", "green"])}/${pick(r, ["S", "M", "L"])}`),
      n: rowsOf(300, 5, (r) => r.below(9)),
    };
    const { profile } = await throughFile(csvOf(columns));
    for (const { name, split } of profile.columns) expect([name, split?.by]).not.toEqual([name, "options"]);
  });
});
