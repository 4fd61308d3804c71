import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRestorable } from "../../src/models/saved/savedTable.ts";
import { median } from "../../src/numerics/quantile.ts";
import type { Condition } from "../../src/table/condition.ts";
import { findColumn, type NumberColumn, type Table } from "../../src/table/table.ts";
import { conditionsAfter, toModelConditions } from "../../src/transform/conditions.ts";
import { numberRange } from "../../src/transform/protectValues.ts";
import type { RestorePlan } from "../../src/transform/restorePlan.ts";
import type { NearPlan } from "../../src/transform/rules/near/nearPlan.ts";
import { toModelTable } from "../../src/transform/toModelTable.ts";
import { csvOf, rowsOf, throughFile } from "./throughFile.ts";

interface Planted {
  readonly seed: number;
  readonly of: "sum" | "product";
  /** Rows are off by at most this share. */
  readonly noise: number;
  /** How many of a hundred rows lack the total. */
  readonly blank: number;
  readonly rows?: number;
}

const planted = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  of: fc.constantFrom("sum", "product"),
  noise: fc.double({ min: 0.002, max: 0.03, noNaN: true }),
  blank: fc.constantFrom(0, 5),
});

const join = (of: Planted["of"], a: number, b: number) => (of === "sum" ? a + b : a * b);

/** Months, an amount and their total, nearly; numbers and categories beside them that have nothing to do with it. */
function charges({ seed, of, noise, blank, rows = 500 }: Planted) {
  const made = rowsOf(rows, seed, (random) => {
    const months = 1 + random.below(of === "sum" ? 400 : 72);
    const amount = Number((20 + (of === "sum" ? 400 : 100) * random.uniform()).toFixed(2));
    const total = join(of, months, amount) * (1 + 2 * noise * (random.uniform() - 0.5));
    return {
      months,
      amount,
      total: random.below(100) < blank ? "" : total.toFixed(1),
      other: Number((1000 * random.uniform()).toFixed(3)),
      kind: ["a", "b", "c"][random.below(3)]!,
    };
  });
  const column = <Name extends keyof (typeof made)[number]>(name: Name) => made.map((row) => row[name]);
  return csvOf({
    total: column("total"),
    months: column("months"),
    amount: column("amount"),
    other: column("other"),
    kind: column("kind"),
  });
}

const numbers = (table: Table, name: string) => (findColumn(table, name) as NumberColumn).values;

function nearPlan({ columns }: RestorePlan): NearPlan | undefined {
  return columns.find((plan) => plan.kind === "near");
}

/** Median distance of the total from what the other two make, relative to that. */
function off(table: Table, of: Planted["of"]): number {
  const [total, months, amount] = ["total", "months", "amount"].map((name) => numbers(table, name));
  const shares = total!.map((x, row) => {
    const joined = join(of, months![row]!, amount![row]!);
    return Math.abs(x - joined) / joined;
  });
  return median(shares.filter((share) => !Number.isNaN(share)));
}

/** Whether a row of a model's table meets its conditions. */
function meets(table: Table, conditions: readonly Condition[], row: number): boolean {
  return conditions.every((condition) => {
    const value = numbers(table, condition.column)[row]!;
    if (condition.op === "missing") return Number.isNaN(value);
    if (condition.op === "present") return !Number.isNaN(value);
    if (condition.op === "in") return condition.values.includes(value);
    return value >= Number(condition.min ?? value) && value <= Number(condition.max ?? value);
  });
}

describe("a number that is nearly the sum or product of two others", () => {
  it("is as near to it in rows of a model that knows of no link between columns, within its protected range", async () => {
    await fc.assert(
      fc.asyncProperty(planted, async (how) => {
        const { loaded, restore, specs, shuffled, texts } = await throughFile(charges(how));
        const plan = nearPlan(restore)!;
        expect(plan).toMatchObject({ name: "total", of: how.of });
        expect([plan.left, plan.right].sort()).toEqual(["amount", "months"]);
        const inReal = off(loaded.table, how.of);
        expect(off(shuffled, how.of)).toBeLessThan(1.5 * inReal + 0.003);
        const made = numbers(shuffled, "total").filter((x) => !Number.isNaN(x));
        expect(Math.min(...made)).toBeGreaterThanOrEqual(plan.grid.min);
        expect(Math.max(...made)).toBeLessThanOrEqual(plan.grid.max);
        const spec = specs.find(({ name }) => name === "total")!;
        const { min, max } = numberRange(numbers(loaded.table, "total"), spec, spec.decimals)!;
        expect(plan.grid).toMatchObject({ min, max });
        const real = numbers(loaded.table, "total");
        expect(texts(shuffled, "total").every((text) => /^(\d+\.\d)?$/.test(text))).toBe(true);
        const share = (values: Float64Array) => values.filter(Number.isNaN).length / values.length;
        expect(share(numbers(shuffled, "total"))).toBeCloseTo(share(real), 6);
      }),
      { numRuns: 20 },
    );
  });

  it("comes back from the model's table, and goes there again", async () => {
    const { loaded, data, restore, again } = await throughFile(
      charges({ seed: 4, of: "product", noise: 0.02, blank: 5 }),
    );
    const [real, back] = [numbers(loaded.table, "total"), numbers(again, "total")];
    const { min, max } = nearPlan(restore)!.grid;
    // a part beyond its protected range is moved within, and its total with it
    const isWhole = (row: number) =>
      ["months", "amount"].every((name) => numbers(again, name)[row] === numbers(loaded.table, name)[row]);
    const kept = [...real.keys()].filter((row) => isWhole(row) && real[row]! > min && real[row]! < max);
    for (const row of kept) expect(Math.abs(back[row]! - real[row]!)).toBeLessThanOrEqual(0.02 * real[row]!);
    const exact = kept.filter((row) => back[row] === real[row]);
    expect(exact.length).toBeGreaterThan(0.95 * kept.length);
    expect(back.map((x) => Number(Number.isNaN(x)))).toEqual(real.map((x) => Number(Number.isNaN(x))));
    const there = numbers(toModelTable(restore, data.columns, loaded.table), "total");
    const fitted = numbers(data.table, "total");
    const same = there.filter((x, row) => Object.is(x, fitted[row]) || Math.abs(x - fitted[row]!) < 0.02);
    expect(same.length).toBe(there.length);
  });

  it("gives a missing part away", async () => {
    const { loaded, data, restore } = await throughFile(
      charges({ seed: 9, of: "product", noise: 0.01, blank: 0 }),
    );
    const months = numbers(loaded.table, "months");
    const holes = {
      ...loaded.table,
      columns: loaded.table.columns.map((column) =>
        column.name === "months" ? { ...column, values: months.map(() => Number.NaN) } : column,
      ),
    } as Table;
    const told = numbers(toModelTable(restore, data.columns, holes), "months");
    expect(Math.max(...told.map((x, row) => Math.abs(x - months[row]!) / months[row]!))).toBeLessThan(0.04);
  });

  it("has conditions that no row is left out by that meets them, and rows checked for the rest", async () => {
    await fc.assert(
      fc.asyncProperty(
        planted,
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.boolean(),
        async (how, at, isLower) => {
          const { data, restore, again } = await throughFile(charges(how));
          const made = numbers(again, "total");
          const bound = made.filter((x) => !Number.isNaN(x)).sort()[Math.floor(at * 450)]!;
          const range = { column: "total", op: "range" } as const;
          const condition = isLower
            ? { ...range, min: bound, max: null }
            : { ...range, min: null, max: bound };
          const conditions = toModelConditions(restore, [condition]);
          made.forEach((x, row) => {
            if (isLower ? x >= bound : x <= bound) expect(meets(data.table, conditions, row)).toBe(true);
          });
          expect(conditionsAfter(restore, [condition])).toEqual([condition]);
        },
      ),
      { numRuns: 20 },
    );
    const { restore } = await throughFile(charges({ seed: 1, of: "sum", noise: 0.01, blank: 5 }));
    expect(toModelConditions(restore, [{ column: "total", op: "missing" }])).toEqual([
      { column: "total", op: "missing" },
    ]);
    const beyond = { column: "total", op: "range", min: 1e9, max: null } as const;
    expect(() => toModelConditions(restore, [beyond])).toThrow(/no value of column total meets/);
    expect(() => toModelConditions(restore, [{ ...beyond, min: "many" }])).toThrow(/cannot read many/);
  });

  it("is found in nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const rows = rowsOf(400, seed, (random) => {
          const a = random.uniform() * 100;
          const b = random.uniform() * 50;
          return {
            a,
            b,
            alone: 3 * a + random.uniform() - 0.5,
            far: (a + b) * (1 + 1.2 * (random.uniform() - 0.5)),
            often: random.below(10) === 0 ? 0 : (a + b) * (1 + 0.01 * random.uniform()),
            few: Math.round((a + b) / 30),
          };
        });
        const of = (name: keyof (typeof rows)[number]) => rows.map((row) => row[name].toFixed(2));
        for (const name of ["alone", "far", "often", "few"] as const) {
          const { restore } = await throughFile(csvOf({ a: of("a"), b: of("b"), [name]: of(name) }));
          expect(restore.columns.map(({ kind }) => kind)).not.toContain("near");
        }
      }),
      { numRuns: 8 },
    );
  });

  it("leaves totals that go on from row to row as they are, and what is near to one", async () => {
    for (let seed = 1; seed <= 6; seed++) {
      let balance = 5000;
      const days = rowsOf(400, seed, (random) => {
        const amount = random.below(2000) - 1000;
        balance += amount;
        const limit = 1000 + random.below(9000);
        return { amount, balance, limit, available: balance + limit + random.below(80) };
      });
      const column = (name: keyof (typeof days)[number]) => days.map((day) => day[name]);
      const { restore } = await throughFile(
        csvOf({
          amount: column("amount"),
          balance: column("balance"),
          limit: column("limit"),
          available: column("available"),
        }),
      );
      expect(restore.running?.map(({ total }) => total)).toEqual(["balance"]);
      expect(restore.columns.map(({ kind }) => kind)).not.toContain("near");
    }
  });

  it("is prepared like any other where it is present without a part, and where it has a sentinel", async () => {
    const lines = charges({ seed: 2, of: "product", noise: 0.02, blank: 0 }).split("\n");
    const changed = (change: (cells: string[], row: number) => void) =>
      lines
        .map((line, row) => {
          const cells = line.split(",");
          if (row > 0 && cells.length > 1) change(cells, row);
          return cells.join(",");
        })
        .join("\n");
    const silent = changed((cells, row) => {
      if (row % 20 === 0) cells[1] = "";
    });
    const sentinel = changed((cells, row) => {
      if (row % 30 === 0) cells[0] = "-999999.0";
    });
    for (const csv of [silent, sentinel]) expect(nearPlan((await throughFile(csv)).restore)).toBeUndefined();
  });

  it("is refused in a model file that says anything else of it", async () => {
    const { loaded, data, restore } = await throughFile(
      charges({ seed: 7, of: "product", noise: 0.02, blank: 0 }),
    );
    const columns = loaded.table.columns.map(({ name }, k) => ({ name, format: loaded.formats[k]! }));
    const check = (change: object) => () =>
      checkRestorable(
        {
          restore: {
            ...restore,
            columns: restore.columns.map((plan) => (plan.kind === "near" ? { ...plan, ...change } : plan)),
          },
          columns,
        },
        data.columns,
      );
    expect(check({})).not.toThrow();
    for (const change of [{ left: "total" }, { left: "kind" }, { right: "nothing" }])
      expect(check(change)).toThrow(/follows/);
  });
});
