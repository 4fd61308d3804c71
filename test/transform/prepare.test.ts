import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { type Column, findColumn, makeTable, type Table, takeRows } from "../../src/table/table.ts";
import { toModelConditions } from "../../src/transform/conditions.ts";
import { ModelError } from "../../src/transform/modelTable.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { plainSpecs, readSimpleCsv } from "./readSimpleCsv.ts";

const number = (name: string, values: number[]): Column => ({
  kind: "number",
  name,
  values: Float64Array.from(values),
});
const datetime = (name: string, values: (string | null)[]): Column => ({
  kind: "datetime",
  name,
  values: Float64Array.from(values, (v) => (v === null ? Number.NaN : Date.parse(`${v}Z`))),
});
function text(name: string, values: (string | null)[]): Column {
  const dictionary = [...new Set(values.filter((v) => v !== null))];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(values, (v) => (v === null ? -1 : dictionary.indexOf(v))),
  };
}
const repeat = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** Cells as text, missing as null. */
function cells(column: Column): (string | number | null)[] {
  return column.kind === "string"
    ? Array.from(column.codes, (c) => (c < 0 ? null : column.dictionary[c]!))
    : Array.from(column.values, (v) => (Number.isNaN(v) ? null : v));
}

function roundTrip(table: Table, overrides: Parameters<typeof plainSpecs>[1] = {}): Table {
  const { data, restore } = prepare(table, plainSpecs(table, overrides), { seed: 1 });
  return restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
}

describe("prepare and restore", () => {
  it("give back any table of numbers, dates, booleans and categories", () => {
    const row = fc.record({
      price: fc.option(fc.integer({ min: -5000, max: 5000 })),
      day: fc.option(fc.integer({ min: 0, max: 20_000 })),
      kind: fc.option(fc.constantFrom("a", "b", "ü", '"q"', "1")),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
        const price = number(
          "price",
          rows.map((r) => (r.price === null ? Number.NaN : r.price / 100)),
        );
        const day: Column = {
          kind: "datetime",
          name: "day",
          values: Float64Array.from(rows, (r) => (r.day === null ? Number.NaN : r.day * 86_400_000)),
        };
        const table = makeTable([
          price,
          day,
          text(
            "kind",
            rows.map((r) => r.kind),
          ),
          number(
            "anchor",
            rows.map((_, i) => i),
          ),
        ]);
        const back = roundTrip(table, {
          price: { decimals: 2, minCategoryCount: 1 },
          day: { minCategoryCount: 1 },
          kind: { minCategoryCount: 1 },
          anchor: { minCategoryCount: 1 },
        });
        for (const column of table.columns)
          expect(cells(findColumn(back, column.name)!)).toEqual(cells(column));
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it("keep a category that looks like a number written as in the file", () => {
    const table = makeTable([
      number(
        "zone",
        repeat(20, (i) => [1.5, 2, 10][i % 3]!),
      ),
      number(
        "x",
        repeat(20, (i) => i),
      ),
    ]);
    const specs = plainSpecs(table, { zone: { sdtype: "categorical" }, x: { minCategoryCount: 1 } });
    const { data, restore } = prepare(table, specs, { seed: 1 });
    expect(data.columns[0]).toMatchObject({ kind: "discrete", categories: ["1.5", "2", "10"] });
    expect(restoreBatch(restore, data.table, { firstRow: 0, seed: 1 }).columns[0]).toEqual(table.columns[0]);
    expect(toModelConditions(restore, [{ column: "zone", op: "range", min: 2, max: null }])).toEqual([
      { column: "zone", op: "in", values: ["2", "10"] },
    ]);
  });

  it("put datetimes on their own grid", () => {
    const grids: [string, number, (i: number) => string][] = [
      ["month", 1, (i) => `20${10 + (i % 10)}-0${1 + (i % 9)}-01T00:00:00`],
      ["day", 86_400_000, (i) => `2024-01-${10 + (i % 15)}T00:00:00`],
      ["quarter of an hour", 900_000, (i) => `2024-01-${10 + (i % 15)}T10:${["00", "15", "45"][i % 3]}:00`],
      ["second", 1000, (i) => `2024-01-10T10:11:${10 + (i % 47)}`],
    ];
    for (const [, unit, make] of grids) {
      const table = makeTable([datetime("at", repeat(60, make))]);
      const specs = plainSpecs(table, { at: { minCategoryCount: 1 } });
      const { data, restore } = prepare(table, specs, { seed: 1 });
      expect(restore.columns[0]).toMatchObject({ kind: "datetime", unit: unit === 1 ? "month" : unit });
      const values = (data.table.columns[0] as { values: Float64Array }).values;
      expect(values.every(Number.isInteger)).toBe(true);
      const noisy = makeTable([
        number(
          "at",
          Array.from(values, (v) => v + 0.3),
        ),
      ]);
      const back = restoreBatch(restore, noisy, { firstRow: 0, seed: 1 });
      expect(cells(back.columns[0]!)).toEqual(cells(makeTable([table.columns[0]!]).columns[0]!));
    }
  });

  it("round to decimals and steps and stay in range", () => {
    const table = makeTable([
      number(
        "mass",
        repeat(200, (i) => 2700 + 25 * (i % 40)),
      ),
      number(
        "y",
        repeat(200, (i) => i / 8),
      ),
    ]);
    const { restore } = prepare(table, plainSpecs(table), { seed: 1 });
    expect(restore.columns[0]).toMatchObject({ step: 25 });
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e5, max: 1e5, noNaN: true }), { minLength: 1 }), (values) => {
        const back = restoreBatch(restore, makeTable([number("mass", values), number("y", values)]), {
          firstRow: 0,
          seed: 1,
        });
        for (const v of cells(back.columns[0]!) as number[])
          expect(v % 25 === 0 && v >= 2700 && v <= 3675).toBe(true);
        for (const v of cells(back.columns[1]!) as number[]) expect(v).toBe(Number(v.toFixed(3)));
        for (const v of cells(back.columns[1]!) as number[]) expect(Object.is(v, -0)).toBe(false);
      }),
    );
  });

  it("never emit an extreme that few rows have", () => {
    const ranged = (values: number[], overrides = {}) => {
      const table = makeTable([number("pay", values)]);
      return prepare(table, plainSpecs(table, { pay: overrides }), { seed: 1 }).data.columns[0];
    };
    const plain = repeat(1000, (i) => 3 * i + 1);
    expect(ranged(plain)).toMatchObject({ min: 20, max: 2985 });
    expect(ranged(plain, { min: 1, max: 2998 })).toMatchObject({ min: 20, max: 2985 });
    expect(ranged(plain, { min: 0, max: 5000 })).toMatchObject({ min: 0, max: 5000 });
    expect(ranged(plain, { minCategoryCount: 1 })).toMatchObject({ min: 1, max: 2998 });
    const shared = plain.map((v) => Math.min(Math.max(v, 100), 2900));
    expect(ranged(shared)).toMatchObject({ min: 100, max: 2900 });
  });

  it("clip extremes that stand alone to where the others are", () => {
    const table = makeTable([
      number(
        "pay",
        repeat(1000, (i) => (i === 7 ? 1e9 : 100 + (i % 500))),
      ),
    ]);
    const { data } = prepare(table, plainSpecs(table), { seed: 1 });
    expect(data.columns[0]).toMatchObject({ min: 102.5, max: 597.5 });
  });

  it("never emit rare categories and say so", () => {
    const values = repeat(300, (i) => (i < 3 ? "secret" : i < 200 ? "a" : i < 290 ? "b" : `rare${i}`));
    const table = makeTable([
      text("c", values),
      number(
        "x",
        repeat(300, (i) => i),
      ),
    ]);
    const { data, restore, warnings } = prepare(table, plainSpecs(table), { seed: 1 });
    expect(data.columns[0]).toMatchObject({ categories: ["a", "b", "_RARE_"] });
    expect(warnings.join()).toContain("column c: 11 categories (13 rows) are never emitted");
    expect(JSON.stringify(restore)).not.toContain("secret");
    const back = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
    expect(new Set(cells(back.columns[0]!))).toEqual(new Set(["a", "b"]));
    const labeled = prepare(table, plainSpecs(table), { seed: 1, rareOutput: "label" });
    expect(cells(restoreBatch(labeled.restore, data.table, { firstRow: 0, seed: 1 }).columns[0]!)).toContain(
      "_RARE_",
    );
  });

  it("cap the number of categories by frequency", () => {
    const values = repeat(2000, (i) => `v${Math.floor(Math.sqrt(i))}`);
    const table = makeTable([text("c", values)]);
    const { data, warnings } = prepare(table, plainSpecs(table, { c: { maxCategories: 10 } }), { seed: 1 });
    expect((data.columns[0] as { categories?: string[] }).categories?.length).toBe(11);
    expect(warnings[0]).toContain("beyond the 10 most frequent");
  });

  it("leave out what cannot be learned or copied, with the reason", () => {
    const table = makeTable([
      text(
        "note",
        repeat(30, (i) => `private note ${i}`),
      ),
      text(
        "unique",
        repeat(30, (i) => `u${i}`),
      ),
      text(
        "gone",
        repeat(30, () => "x"),
      ),
      text(
        "empty",
        repeat(30, () => null),
      ),
      text(
        "same",
        repeat(30, () => "always"),
      ),
      number(
        "x",
        repeat(30, (i) => i),
      ),
    ]);
    const specs = plainSpecs(table, { note: { sdtype: "text" }, gone: { role: "drop" } });
    const { restore, warnings, data } = prepare(table, specs, { seed: 1 });
    expect(restore.dropped.map((d) => d.name)).toEqual(["note", "unique", "gone"]);
    expect(warnings).toEqual([expect.stringContaining("column unique is left out")]);
    const back = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
    expect(back.columns.map((c) => c.name)).toEqual(["empty", "same", "x"]);
    expect(cells(back.columns[0]!)).toEqual(repeat(30, () => null));
    expect(cells(back.columns[1]!)).toEqual(repeat(30, () => "always"));
    expect(() => prepare(makeTable([table.columns[0]!]), specs.slice(0, 1), { seed: 1 })).toThrow(ModelError);
  });

  it("honor missing: never", () => {
    const values = repeat(100, (i) => (i % 3 === 0 ? Number.NaN : i % 7));
    const table = makeTable([
      number("x", values),
      text(
        "c",
        values.map((v) => (Number.isNaN(v) ? null : `c${v}`)),
      ),
    ]);
    const specs = plainSpecs(table, { x: { missing: "never" }, c: { missing: "never" } });
    const { data, restore } = prepare(table, specs, { seed: 1 });
    expect(data.columns.every((c) => !c.missing)).toBe(true);
    expect(cells(data.table.columns[0]!)).not.toContain(null);
    expect(cells(data.table.columns[1]!)).not.toContain(null);
    expect(cells(restoreBatch(restore, table, { firstRow: 0, seed: 1 }).columns[0]!)).not.toContain(null);
  });
});

describe("ids and made-up text", () => {
  const ids = (n: number) =>
    makeTable([
      number(
        "n",
        repeat(n, (i) => i + 1),
      ),
      text(
        "code",
        repeat(n, (i) => `CU-${String(i * 3).padStart(5, "0")}`),
      ),
      text(
        "hex",
        repeat(n, (i) => (i * 7919).toString(16).padStart(8, "0")),
      ),
      text(
        "note",
        repeat(n, (i) => (i % 2 === 0 ? `real ${i}` : null)),
      ),
      number(
        "x",
        repeat(n, (i) => i),
      ),
    ]);
  const overrides = {
    n: { sdtype: "id", pattern: "\\d+" },
    code: { role: "id", pattern: "CU-\\d{5}" },
    hex: { sdtype: "id", pattern: "[0-9a-f]{8}" },
    note: { sdtype: "text", pattern: "[a-z]{3} [A-Z]{2,4}" },
  } as const;

  it("are unique over batches, none of them real, the same whatever the batch size", () => {
    const table = ids(300);
    const { restore, data, warnings } = prepare(table, plainSpecs(table, overrides), { seed: 1 });
    expect(warnings.join()).toContain("column note is free text: filled with generated values");
    const whole = restoreBatch(
      restore,
      takeRows(
        data.table,
        repeat(2000, (i) => i % 300),
      ),
      { firstRow: 0, seed: 9 },
    );
    for (const name of ["n", "code", "hex"]) {
      const made = cells(findColumn(whole, name)!);
      expect(new Set(made).size).toBe(2000);
      const real = new Set(cells(findColumn(table, name)!));
      expect(made.filter((v) => real.has(v))).toEqual([]);
    }
    expect(cells(findColumn(whole, "code")!).every((v) => /^CU-\d{5}$/.test(String(v)))).toBe(true);
    const notes = cells(findColumn(whole, "note")!);
    expect(notes.every((v) => v === null || /^[a-z]{3} [A-Z]{2,4}$/.test(String(v)))).toBe(true);
    expect(notes.filter((v) => v === null).length / 2000).toBeCloseTo(0.5, 1);
    const second = restoreBatch(
      restore,
      takeRows(
        data.table,
        repeat(500, (i) => (i + 1500) % 300),
      ),
      {
        firstRow: 1500,
        seed: 9,
      },
    );
    for (const column of second.columns)
      expect(cells(column)).toEqual(cells(findColumn(whole, column.name)!).slice(1500));
  });

  it("say when a pattern is too narrow, and where it cannot be read", () => {
    const table = ids(30);
    const { restore, data } = prepare(
      table,
      plainSpecs(table, { ...overrides, code: { role: "id", pattern: "[AB]\\d" } }),
      { seed: 1 },
    );
    expect(() => restoreBatch(restore, data.table, { firstRow: 0, seed: 1 })).toThrow(
      /makes only 20 different/,
    );
    const bad = plainSpecs(table, { ...overrides, code: { role: "id", pattern: "[A-Z" } });
    expect(() => prepare(table, bad, { seed: 1 })).toThrow(/column code: invalid pattern \[A-Z: missing \]/);
  });
});

describe("conditions", () => {
  const table = readSimpleCsv("examples/penguins.csv", ["NA"]);
  const plan = prepare(
    makeTable([
      ...table.columns,
      datetime(
        "seen",
        repeat(table.rows, (i) => `2024-01-${10 + (i % 15)}T00:00:00`),
      ),
    ]),
    plainSpecs(
      makeTable([
        ...table.columns,
        datetime(
          "seen",
          repeat(table.rows, () => null),
        ),
      ]),
    ),
    { seed: 1 },
  ).restore;

  it("become conditions on the model's table", () => {
    expect(
      toModelConditions(plan, [
        { column: "species", op: "in", values: ["Adelie"] },
        { column: "body_mass_g", op: "range", min: "3001", max: 3999 },
        { column: "sex", op: "missing" },
        { column: "seen", op: "range", min: "2024-01-12", max: null },
      ]),
    ).toEqual([
      { column: "species", op: "in", values: ["Adelie"] },
      { column: "body_mass_g", op: "range", min: 3025, max: 3975 },
      { column: "sex", op: "missing" },
      { column: "seen", op: "range", min: 2, max: null },
    ]);
  });

  it("that cannot be met say why", () => {
    const refuse = (condition: Parameters<typeof toModelConditions>[1][number]) => () =>
      toModelConditions(plan, [condition]);
    expect(refuse({ column: "specis", op: "present" })).toThrow(/did you mean species/);
    expect(refuse({ column: "species", op: "in", values: ["Adele"] })).toThrow(/did you mean Adelie/);
    expect(refuse({ column: "species", op: "missing" })).toThrow(/never missing/);
    expect(refuse({ column: "year", op: "range", min: 3000, max: null })).toThrow(
      /its values lie between 2007 and 2009/,
    );
    expect(refuse({ column: "year", op: "in", values: ["soon"] })).toThrow(/cannot read soon/);
    expect(refuse({ column: "seen", op: "in", values: ["soon"] })).toThrow(/cannot read soon/);
  });
});

it("uses its own stream for filling", () => {
  expect(new Random(1).fork("prepare").uint32()).not.toBe(new Random(1).fork("restore").uint32());
});
