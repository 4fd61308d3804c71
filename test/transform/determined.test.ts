import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ColumnSpec } from "../../src/config/columnSpec.ts";
import { type Column, findColumn, makeTable, type StringColumn, type Table } from "../../src/table/table.ts";
import { toModelConditions } from "../../src/transform/conditions.ts";
import { ModelError } from "../../src/transform/modelTable.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { determinedRule } from "../../src/transform/rules/determined.ts";
import { toModelTable } from "../../src/transform/toModelTable.ts";
import { columnSpec } from "./columnSpecs.ts";

const grades = ["low", "mid", "high", "top"];
const rows = 400;
const pick = (i: number): number => (i * 7 + (i >> 3)) % grades.length;

function text(name: string, values: readonly (string | null)[]): StringColumn {
  const dictionary = [...new Set(values.filter((v) => v !== null))];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(values, (v) => (v === null ? -1 : dictionary.indexOf(v))),
  };
}

/** grade → points (none for "top") and pass; `noise` depends on nothing. */
function school(points = (g: number, _row: number): number => (g === 3 ? Number.NaN : 10 * g + 5)): Table {
  const row = Array.from({ length: rows }, (_, i) => i);
  return makeTable([
    { kind: "number", name: "points", values: Float64Array.from(row, (i) => points(pick(i), i)) },
    text(
      "grade",
      row.map((i) => grades[pick(i)]!),
    ),
    text(
      "pass",
      row.map((i) => (pick(i) > 0 ? "yes" : "no")),
    ),
    { kind: "number", name: "noise", values: Float64Array.from(row, (i) => (i * 37) % 101) },
  ]);
}

const specs = (over: Partial<Record<string, Partial<ColumnSpec>>> = {}): ColumnSpec[] =>
  (
    [
      ["points", "numerical"],
      ["grade", "categorical"],
      ["pass", "boolean"],
      ["noise", "numerical"],
    ] as const
  ).map(([name, sdtype]) => columnSpec(name, sdtype, { minCategoryCount: 5, ...over[name] }));

const detect = (table: Table, columns: ColumnSpec[]): Map<string, string> =>
  new Map(
    [...determinedRule.detect({ table, specs: columns, entities: [], whole: table })].map(
      ([name, { from }]) => [name, from.join()],
    ),
  );

describe("columns that follow from a discrete one", () => {
  it("are found, looked up and leave the model", () => {
    const table = school();
    expect(Object.fromEntries(detect(table, specs()))).toEqual({
      points: "grade",
      pass: "grade",
    });
    const { data, restore } = prepare(table, specs(), { seed: 1 });
    expect(data.columns.map((c) => c.name)).toEqual(["grade", "noise"]);
    const back = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
    expect(back.columns.map((c) => c.name)).toEqual(["points", "grade", "pass", "noise"]);
    expect(read(back, "points")).toEqual(read(table, "points"));
    expect(read(back, "pass")).toEqual(read(table, "pass"));
  });

  it("need a rule without exception, and more evidence than chance gives", () => {
    const once = school((g, i) => (i === 200 ? 999 : 10 * g + 5));
    expect(detect(once, specs()).has("points")).toBe(false);
    const rare = school((_, i) => (i === 8 ? 2 : 1));
    expect(detect(rare, specs()).has("points")).toBe(false);
    const unique = makeTable([
      text(
        "code",
        Array.from({ length: 60 }, (_, i) => `c${i}`),
      ),
      text(
        "name",
        Array.from({ length: 60 }, (_, i) => `n${i % 7}`),
      ),
    ]);
    const two = ["code", "name"].map((n) => columnSpec(n, "categorical", { minCategoryCount: 1 }));
    expect(detect(unique, two).size).toBe(0);
  });

  it("are learned all the same when a category is rare, a role or a bound says otherwise", () => {
    expect(detect(school(), specs({ grade: { minCategoryCount: 150 } })).size).toBe(0);
    expect(detect(school(), specs({ points: { role: "drop" } })).has("points")).toBe(false);
    expect(detect(school(), specs({ points: { max: 20 } })).has("points")).toBe(false);
    expect(detect(school(), specs({ points: { missing: "never" } })).has("points")).toBe(false);
  });

  it("take the first of two that say the same, and no chain", () => {
    const base = school((g) => g + 1);
    const word = (base.columns[1] as StringColumn).codes;
    const both = makeTable([
      text(
        "letter",
        Array.from(word, (c) => "abcd"[c]!),
      ),
      ...base.columns,
    ]);
    const all = [columnSpec("letter", "categorical", { minCategoryCount: 5 }), ...specs()];
    expect(Object.fromEntries(detect(both, all))).toEqual({
      points: "letter",
      grade: "letter",
      pass: "letter",
    });
  });

  it("pass their conditions on", () => {
    const { restore } = prepare(school(), specs(), { seed: 1 });
    const given = (column: string, rest: object) =>
      toModelConditions(restore, [{ column, ...rest } as never]);
    expect(given("points", { op: "range", min: 10, max: null })).toEqual([
      { column: "grade", op: "in", values: ["high", "mid"].sort(byPlan(restore)) },
    ]);
    expect(given("points", { op: "missing" })).toEqual([{ column: "grade", op: "in", values: ["top"] }]);
    expect(given("pass", { op: "in", values: ["no"] })).toEqual([
      { column: "grade", op: "in", values: ["low"] },
    ]);
    expect(given("pass", { op: "present" })).toEqual([]);
    const two = [
      { column: "pass", op: "in", values: ["yes"] },
      { column: "points", op: "range", min: null, max: 15 },
    ] as const;
    expect(toModelConditions(restore, two)).toEqual([{ column: "grade", op: "in", values: ["mid"] }]);
    expect(() => given("points", { op: "in", values: [7] })).toThrow(ModelError);
    expect(() =>
      toModelConditions(restore, [
        { column: "pass", op: "in", values: ["no"] },
        { column: "points", op: "missing" },
      ]),
    ).toThrow(/never met together/);
  });

  it("tell a category that is not given", () => {
    const { data, restore } = prepare(school(), specs(), { seed: 1 });
    const asked = makeTable([
      text("grade", [null, null, "top"]),
      { kind: "number", name: "points", values: Float64Array.of(15, Number.NaN, 5) },
      { kind: "number", name: "noise", values: Float64Array.of(1, 2, 3) },
    ]);
    const known = findColumn(toModelTable(restore, data.columns, asked), "grade") as StringColumn;
    expect(Array.from(known.codes, (c) => known.dictionary[c])).toEqual(["mid", undefined, "top"]);
  });

  it("come back whatever the table", () => {
    const cells = fc.array(fc.tuple(fc.nat(5), fc.nat(40)), { minLength: 150, maxLength: 300 });
    fc.assert(
      fc.property(cells, fc.array(fc.option(fc.nat(3)), { minLength: 6, maxLength: 6 }), (given, image) => {
        const table = makeTable([
          text(
            "by",
            given.map(([b]) => `b${b}`),
          ),
          {
            kind: "number",
            name: "other",
            values: Float64Array.from(given, ([b]) => image[b] ?? Number.NaN),
          },
          { kind: "number", name: "free", values: Float64Array.from(given, ([, f]) => f) },
        ]);
        const all = [
          columnSpec("by", "categorical", { minCategoryCount: 1 }),
          columnSpec("other", "numerical", { minCategoryCount: 1 }),
          columnSpec("free", "numerical", { minCategoryCount: 1 }),
        ];
        const { data, restore } = prepare(table, all, { seed: 2 });
        const back = restoreBatch(restore, data.table, { firstRow: 0, seed: 2 });
        expect(read(back, "other")).toEqual(read(table, "other"));
      }),
      { numRuns: 40 },
    );
  });
});

function read(table: Table, name: string): unknown[] {
  const column = findColumn(table, name) as Column;
  return column.kind === "string"
    ? Array.from(column.codes, (c) => (c < 0 ? null : column.dictionary[c]))
    : Array.from(column.values);
}

function byPlan(restore: ReturnType<typeof prepare>["restore"]): (a: string, b: string) => number {
  const plan = restore.columns.find((c) => c.name === "grade");
  const order = plan?.kind === "category" ? plan.categories : [];
  return (a, b) => order.indexOf(a) - order.indexOf(b);
}
