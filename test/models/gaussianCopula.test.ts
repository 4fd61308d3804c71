import { describe, expect, it } from "vitest";
import type { GaussianCopulaOptions } from "../../src/config/modelOptions/gaussianCopula.ts";
import { gaussianCopula } from "../../src/models/gaussianCopula/gaussianCopula.ts";
import { independent } from "../../src/models/gaussianCopula/independent.ts";
import { Random } from "../../src/numerics/random.ts";
import type { Condition } from "../../src/table/condition.ts";
import { makeTable, type Table } from "../../src/table/table.ts";
import { ModelError, type ModelTable } from "../../src/transform/modelTable.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { plainSpecs, readSimpleCsv } from "../transform/readSimpleCsv.ts";
import { correlation, digest, numbers, quietContext, sampleAll, share, texts } from "./modelRun.ts";

const options: GaussianCopulaOptions = {
  type: "gaussianCopula",
  defaultDistribution: "empirical",
  numericalDistributions: {},
};

/** x, y = 0.8 x + …, grade a step of y, color unordered but tied to x, gap missing where x is high. */
function knownTable(n: number): ModelTable {
  const random = new Random(21);
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const gap = new Float64Array(n);
  const grade = new Int32Array(n);
  const color = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    x[i] = random.normal();
    y[i] = 10 + 2 * (0.8 * x[i]! + 0.6 * random.normal());
    grade[i] = y[i]! < 9 ? 2 : y[i]! < 12 ? 0 : 1;
    color[i] = [1, 3, 0, 2][Math.min(3, Math.max(0, Math.floor(x[i]! + 2 + 0.5 * random.normal())))]!;
    gap[i] = x[i]! + random.normal() > 1.5 ? Number.NaN : random.uniform();
  }
  const continuous = (name: string, missing: boolean) =>
    ({ kind: "continuous", name, decimals: null, min: -99, max: 99, missing }) as const;
  const grades = ["mid", "high", "low"];
  const colors = ["red", "green", "blue", "grey"];
  return {
    table: makeTable([
      { kind: "number", name: "x", values: x },
      { kind: "number", name: "y", values: y },
      { kind: "string", name: "grade", codes: grade, dictionary: grades },
      { kind: "string", name: "color", codes: color, dictionary: colors },
      { kind: "number", name: "gap", values: gap },
    ]),
    columns: [
      continuous("x", false),
      continuous("y", false),
      { kind: "discrete", name: "grade", categories: grades, missing: false },
      { kind: "discrete", name: "color", categories: colors, missing: false },
      continuous("gap", true),
    ],
  };
}

const data = knownTable(8000);
const fitted = gaussianCopula.fit(data, options, quietContext());

describe("a Gaussian copula", () => {
  it("recovers marginals, correlations and missingness", async () => {
    const model = await fitted;
    const made = await sampleAll(model, 20_000);
    expect(correlation(numbers(made, "x"), numbers(made, "y"))).toBeCloseTo(0.8, 1);
    for (const name of ["grade", "color"])
      for (const value of new Set(texts(data.table, name)))
        expect(
          Math.abs(
            share(texts(made, name), (v) => v === value) - share(texts(data.table, name), (v) => v === value),
          ),
        ).toBeLessThan(0.015);
    const high = (table: typeof made) => {
      const x = numbers(table, "x");
      const gap = numbers(table, "gap");
      return share(
        [...gap].filter((_, i) => x[i]! > 1),
        (v) => Number.isNaN(v),
      );
    };
    expect(Math.abs(high(made) - high(data.table))).toBeLessThan(0.04);
    const whenHigh = (table: typeof made) => {
      const y = numbers(table, "y");
      return share(
        texts(table, "grade").filter((_, i) => y[i]! > 13),
        (v) => v === "high",
      );
    };
    expect(whenHigh(made)).toBeGreaterThan(0.9);
  });

  it.each(["norm", "beta", "gamma", "uniform", "truncnorm", "gaussianKde"] as const)(
    "keeps correlations with %s marginals",
    async (kind) => {
      const model = await gaussianCopula.fit(data, { ...options, defaultDistribution: kind }, quietContext());
      const made = await sampleAll(model, 5000);
      expect(correlation(numbers(made, "x"), numbers(made, "y"))).toBeGreaterThan(0.7);
      expect(numbers(made, "x").some(Number.isNaN)).toBe(false);
    },
  );

  it("samples the same bytes after saving and loading, and for prefixes of a longer sample", async () => {
    const model = await fitted;
    const state = await model.save();
    const loaded = await gaussianCopula.load({ ...state, json: JSON.parse(JSON.stringify(state.json)) });
    const where: Condition[] = [{ column: "grade", op: "in", values: ["high"] }];
    for (const given of [[], where]) {
      const made = await sampleAll(model, 20_000, { seed: 7, where: given });
      expect(digest(await sampleAll(loaded, 20_000, { seed: 7, where: given }))).toBe(digest(made));
      const first = await sampleAll(loaded, 100, { seed: 7, where: given });
      expect(numbers(first, "y")).toEqual(numbers(made, "y").slice(0, 100));
    }
    expect(await sampleAll(model, 50, { seed: 8 })).not.toEqual(await sampleAll(model, 50, { seed: 7 }));
    await expect(gaussianCopula.load({ json: { version: 9 }, parts: new Map() })).rejects.toThrow(ModelError);
  });

  it("warns of a distribution for a column that has none", async () => {
    const warnings: string[] = [];
    const given = { ...options, numericalDistributions: { x: "norm", grade: "beta" } } as const;
    await gaussianCopula.fit(data, given, quietContext({ warn: (w) => warnings.push(w) }));
    expect(warnings).toEqual([expect.stringContaining("names grade")]);
  });

  it("samples no rows and stops when told", async () => {
    const model = await fitted;
    expect((await sampleAll(model, 0)).columns.length).toBe(5);
    const controller = new AbortController();
    controller.abort();
    await expect(sampleAll(model, 10, { seed: 1, signal: controller.signal })).rejects.toThrow();
    await expect(
      gaussianCopula.fit(data, options, quietContext({ signal: controller.signal })),
    ).rejects.toThrow();
  });
});

describe("conditions on a Gaussian copula", () => {
  let all: Table | undefined;
  const cases: [string, Condition[], (x: number, y: number, grade: string | null, gap: number) => boolean][] =
    [
      ["one category", [{ column: "grade", op: "in", values: ["low"] }], (_x, _y, g) => g === "low"],
      [
        "two categories apart",
        [{ column: "grade", op: "in", values: ["low", "high"] }],
        (_x, _y, g) => g !== "mid",
      ],
      ["a range", [{ column: "y", op: "range", min: 12, max: 13 }], (_x, y) => y >= 12 && y <= 13],
      ["missing", [{ column: "gap", op: "missing" }], (_x, _y, _g, gap) => Number.isNaN(gap)],
      [
        "present and a range",
        [{ column: "gap", op: "range", min: 0.2, max: 0.4 }],
        (_x, _y, _g, gap) => gap >= 0.2 && gap <= 0.4,
      ],
      [
        "three at once",
        [
          { column: "grade", op: "in", values: ["high", "mid"] },
          { column: "x", op: "range", min: null, max: -0.5 },
          { column: "gap", op: "present" },
        ],
        (x, _y, g, gap) => g !== "low" && x <= -0.5 && !Number.isNaN(gap),
      ],
    ];

  it.each(cases)("%s: as in the rows that happen to meet it", async (_name, where, holds) => {
    const model = await fitted;
    all ??= await sampleAll(model, 120_000, { seed: 3 });
    const free = all;
    const made = await sampleAll(model, 6000, { seed: 4, where });
    const keep = (table: Table) => {
      const [x, y, gap] = [numbers(table, "x"), numbers(table, "y"), numbers(table, "gap")];
      const grade = texts(table, "grade");
      return grade.map((g, i) => holds(x[i]!, y[i]!, g, gap[i]!));
    };
    expect(keep(made).every(Boolean)).toBe(true);
    const kept = keep(free);
    const mean = (values: Float64Array, of: (i: number) => boolean) => {
      const chosen = values.filter((v, i) => of(i) && !Number.isNaN(v));
      return chosen.reduce((s, v) => s + v, 0) / chosen.length;
    };
    for (const name of ["x", "y"]) {
      const expected = mean(numbers(free, name), (i) => kept[i]!);
      expect(Math.abs(mean(numbers(made, name), () => true) - expected)).toBeLessThan(0.08);
    }
    const colors = texts(free, "color");
    const green = share(
      colors.filter((_, i) => kept[i]!),
      (c) => c === "green",
    );
    expect(Math.abs(share(texts(made, "color"), (c) => c === "green") - green)).toBeLessThan(0.03);
  });

  it("that cannot be met are refused", async () => {
    const model = await fitted;
    const refused: Condition[] = [
      { column: "grade", op: "in", values: ["top"] },
      { column: "x", op: "missing" },
      { column: "x", op: "range", min: 50, max: 60 },
      { column: "nothing", op: "present" },
      { column: "grade", op: "range", min: 1, max: 2 },
    ];
    for (const condition of refused)
      await expect(sampleAll(model, 5, { seed: 1, where: [condition] })).rejects.toThrow(ModelError);
  });
});

describe("the independent model", () => {
  it("keeps every column's distribution and no dependence", async () => {
    const model = await independent.fit(data, { type: "independent" }, quietContext());
    const made = await sampleAll(model, 20_000);
    expect(Math.abs(correlation(numbers(made, "x"), numbers(made, "y")))).toBeLessThan(0.03);
    const gone = (table: typeof made) => share(numbers(table, "gap"), Number.isNaN);
    expect(Math.abs(gone(made) - gone(data.table))).toBeLessThan(0.01);
    const some = await sampleAll(model, 1000, {
      seed: 1,
      where: [
        { column: "color", op: "in", values: ["red"] },
        { column: "x", op: "range", min: 0, max: null },
      ],
    });
    expect(texts(some, "color").every((c) => c === "red")).toBe(true);
    expect(numbers(some, "x").every((v) => v >= 0)).toBe(true);
    const loaded = await independent.load(await model.save());
    expect(await sampleAll(loaded, 500, { seed: 2 })).toEqual(await sampleAll(model, 500, { seed: 2 }));
  });
});

it("Adult's shapes come out close", async () => {
  const table = readSimpleCsv("examples/adult.csv");
  const { data: adult } = prepare(table, plainSpecs(table), { seed: 1 });
  const model = await gaussianCopula.fit(adult, options, quietContext({ target: "income" }));
  const made = await sampleAll(model, 20_000);
  const shares = (table: typeof made, name: string) => {
    const counts = new Map<string | null, number>();
    for (const text of texts(table, name)) counts.set(text, (counts.get(text) ?? 0) + 1 / table.rows);
    return counts;
  };
  for (const meta of adult.columns) {
    if (meta.kind !== "discrete") continue;
    const real = shares(adult.table, meta.name);
    const fake = shares(made, meta.name);
    const distance = meta.categories.reduce(
      (sum, c) => sum + Math.abs((real.get(c) ?? 0) - (fake.get(c) ?? 0)) / 2,
      0,
    );
    expect(distance).toBeLessThan(0.02);
  }
});
