import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuleConfig } from "../../../src/config/rules/ruleSchema.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type Column, findColumn, makeTable, type Table } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { correlation } from "../../models/modelRun.ts";
import { columnSpec } from "../columnSpecs.ts";
import { typed } from "./ruledTables.ts";

const rows = 1500;
const whole = { decimals: 0, format: { physical: "integer", decimals: 0 } } as const;

/** A departure, the arrival after it, the planned departure and the airline; both times are missing where a flight was cancelled. */
function flights(seed: number, cancelled: number): Column[] {
  const random = new Random(seed);
  const planned = Float64Array.from({ length: rows }, () => 300 + random.below(1000));
  const late = Float64Array.from(planned, () => random.below(30));
  const out = planned.map((time, i) => time + late[i]!);
  const back = out.map((time) => time + 60 + random.below(90));
  const gone = Uint8Array.from({ length: rows }, () => (random.uniform() < cancelled ? 1 : 0));
  const shown = (values: Float64Array) => values.map((v, i) => (gone[i] === 1 ? Number.NaN : v));
  return [
    { kind: "number", name: "planned", values: planned },
    { kind: "number", name: "departed", values: shown(out) },
    { kind: "number", name: "arrived", values: shown(back) },
  ];
}

const specs = ["planned", "departed", "arrived"].map((name) => columnSpec(name, "numerical", whole));

/** What a model is given in place of the table. */
function learned(columns: readonly Column[], rules: readonly RuleConfig[]): Table {
  return prepare(makeTable([...columns]), specs, { seed: 1, rules: typed(rules, specs) }).data.table;
}

function numbers(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== "number") throw new Error(`no number column ${name}`);
  return column.values;
}

/** Correlation of two columns in the rows that have both. */
function together(table: Table, a: string, b: string): number {
  const [x, y] = [numbers(table, a), numbers(table, b)];
  const both = Array.from(x.keys()).filter((i) => !Number.isNaN(x[i]!) && !Number.isNaN(y[i]!));
  const pick = (values: Float64Array) => Float64Array.from(both, (i) => values[i]!);
  return correlation(pick(x), pick(y));
}

const ruleSets: readonly (readonly [rules: readonly RuleConfig[], natural: string])[] = [
  [["departed <= arrived"], "departed"],
  [
    [
      { when: "departed is missing", then: "arrived is missing", repair: false },
      { when: "arrived is present", then: "departed is present", repair: false },
    ],
    "departed",
  ],
  [[{ when: "planned > 0", then: "arrived is present", repair: false }], "arrived"],
];

describe("gaps of columns that rules bind", () => {
  it("are filled for the model so that columns stay as much alike as they are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(0.1, 0.3, 0.5),
        fc.constantFrom(...ruleSets),
        (seed, cancelled, [rules, natural]) => {
          const columns = flights(seed, cancelled);
          const table = learned(columns, rules);
          const free = numbers(table, natural);
          if (free.some(Number.isNaN)) return;
          const real = together(makeTable([...columns]), "planned", natural);
          expect(real).toBeGreaterThan(0.95);
          expect(together(table, "planned", natural)).toBeGreaterThan(real - 0.01);
        },
      ),
      { numRuns: 9, seed: 41 },
    );
  });

  it("get every donor as often as any other where no column says anything", () => {
    const random = new Random(3);
    const values = Float64Array.from({ length: rows }, (_, i) =>
      i % 3 === 0 ? Number.NaN : random.below(50),
    );
    const columns: Column[] = [
      { kind: "number", name: "planned", values: Float64Array.from(values, () => random.below(1000)) },
      { kind: "number", name: "departed", values },
      { kind: "number", name: "arrived", values: values.map((v) => v + random.below(9)) },
    ];
    const filled = numbers(learned(columns, ["departed <= arrived"]), "departed");
    const [before, after] = [new Map<number, number>(), new Map<number, number>()];
    const count = (list: Map<number, number>, v: number) => list.set(v, (list.get(v) ?? 0) + 1);
    for (const v of values) if (!Number.isNaN(v)) count(before, v);
    for (const v of filled) count(after, v);
    for (const [v, n] of before) expect(Math.abs(after.get(v)! - 1.5 * n)).toBeLessThan(0.1 * n + 8);
  });
});
