import { describe, expect, it } from "vitest";
import { fitHistogramBoosting } from "../../src/learners/histogramBoosting.ts";
import { accuracy, r2 } from "../../src/learners/scores.ts";
import { Random } from "../../src/numerics/random.ts";
import { takeColumn, takeRows } from "../../src/table/table.ts";
import {
  columnOf,
  numberColumn,
  stringColumn,
  surfaceTable,
  table,
  xorTable,
} from "../quality/learners/knownTables.ts";

describe("histogram boosting", () => {
  it("learns exclusive or, which no single column tells", async () => {
    const train = xorTable(2000, 1);
    const test = xorTable(1000, 2);
    const model = await fitHistogramBoosting(train.table, {
      kind: "classes",
      classes: 2,
      labels: train.labels,
    });
    const p = columnOf(model.predict(test.table), 2, 1);
    expect(
      accuracy(
        test.labels,
        p.map((v) => (v > 0.5 ? 1 : 0)),
      ),
    ).toBeGreaterThan(0.98);
    expect(model.importances[0]! + model.importances[1]!).toBeCloseTo(1, 12);
  });

  it("learns a surface of numbers and a category", async () => {
    const train = surfaceTable(3000, 1);
    const test = surfaceTable(1000, 2);
    const model = await fitHistogramBoosting(train.table, { kind: "value", values: train.values });
    expect(model.outputs).toBe(1);
    expect(r2(test.values, model.predict(test.table))).toBeGreaterThan(0.99);
  });

  it("learns three classes with probabilities that sum to 1", async () => {
    const { table: t, values } = surfaceTable(2000, 3);
    const labels = values.map((v) => (v < -1 ? 0 : v < 1.5 ? 1 : 2));
    const model = await fitHistogramBoosting(t, { kind: "classes", classes: 3, labels }, { iterations: 40 });
    const p = model.predict(t);
    const chosen = Array.from(labels, (_, i) => {
      const row = p.subarray(3 * i, 3 * i + 3);
      expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 12);
      return row.indexOf(Math.max(...row));
    });
    expect(accuracy(labels, chosen)).toBeGreaterThan(0.93);
  });

  it.each([2, 3])(
    "predicts rows of a shuffled column as if it had been shuffled before: %i classes",
    async (classes) => {
      const { table: t, values } = surfaceTable(800, 5);
      const labels = values.map((v) => (v < -1 ? 0 : v < 1.5 ? classes - 2 : classes - 1));
      const model = await fitHistogramBoosting(t, { kind: "classes", classes, labels }, { iterations: 30 });
      const order = new Random(1).permutation(t.rows);
      const predict = model.shuffler!(t);
      for (const f of t.columns.keys()) {
        const columns = t.columns.map((c, k) => (k === f ? takeColumn(c, order) : c));
        expect(predict(f, order)).toEqual(model.predict({ rows: t.rows, columns }));
      }
    },
  );

  it("fits the one best stump exactly: the mean residual on each side, times the learning rate", async () => {
    const x = Float64Array.from({ length: 60 }, (_, i) => i);
    const values = x.map((v) => (v < 25 ? 2 : 10));
    const model = await fitHistogramBoosting(
      table(numberColumn("x", x)),
      { kind: "value", values },
      { iterations: 1, maxLeaves: 2, learningRate: 0.5 },
    );
    const mean = (25 * 2 + 35 * 10) / 60;
    const p = model.predict(table(numberColumn("x", [24, 25])));
    expect(p[0]).toBeCloseTo(mean + 0.5 * (2 - mean), 12);
    expect(p[1]).toBeCloseTo(mean + 0.5 * (10 - mean), 12);
  });

  it("sends missing values where they belong, on either side", async () => {
    for (const missingIsHigh of [true, false]) {
      const x = Float64Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? Number.NaN : i));
      const values = x.map((v) => ((Number.isNaN(v) ? missingIsHigh : v > 200) ? 1 : 0));
      const labels = Uint8Array.from(values);
      const model = await fitHistogramBoosting(
        table(numberColumn("x", x)),
        { kind: "classes", classes: 2, labels },
        { iterations: 30 },
      );
      const p = columnOf(model.predict(table(numberColumn("x", [Number.NaN, 10, 390]))), 2, 1);
      expect(p[0]! > 0.9).toBe(missingIsHigh);
      expect(p[1]!).toBeLessThan(0.1);
      expect(p[2]!).toBeGreaterThan(0.9);
    }
  });

  it("splits categories by what they mean, not by their code, and knows missing as one", async () => {
    const random = new Random(5);
    const names = Array.from({ length: 12 }, (_, k) => `c${k}`);
    const cells = Array.from({ length: 1200 }, () =>
      random.uniform() < 0.1 ? null : names[random.below(12)]!,
    );
    const high = new Set<string | null>(["c1", "c4", "c6", "c11", null]);
    const labels = Uint8Array.from(cells, (c) => (high.has(c) ? 1 : 0));
    const t = table(stringColumn("c", cells));
    const stump = await fitHistogramBoosting(
      t,
      { kind: "classes", classes: 2, labels },
      { iterations: 1, maxLeaves: 2, learningRate: 1 },
    );
    const p = columnOf(stump.predict(t), 2, 1);
    expect(
      accuracy(
        labels,
        p.map((v) => (v > 0.5 ? 1 : 0)),
      ),
    ).toBe(1);
  });

  it("gives the same probabilities for rows in another order, and for columns in another order", async () => {
    const { table: t, labels } = xorTable(500, 9);
    const order = new Random(1).permutation(500);
    const plain = await fitHistogramBoosting(t, { kind: "classes", classes: 2, labels }, { iterations: 10 });
    const moved = await fitHistogramBoosting(
      takeRows(t, order),
      { kind: "classes", classes: 2, labels: Uint8Array.from(order, (i) => labels[i]!) },
      { iterations: 10 },
    );
    const turned = await fitHistogramBoosting(
      { rows: 500, columns: [...t.columns].reverse() },
      { kind: "classes", classes: 2, labels },
      { iterations: 10 },
    );
    const p = plain.predict(t);
    const q = moved.predict(t);
    const r = turned.predict(t);
    for (let i = 0; i < p.length; i++) {
      expect(q[i]!).toBeCloseTo(p[i]!, 9);
      expect(r[i]!).toBeCloseTo(p[i]!, 9);
    }
  });

  it("stays at the prior when there is nothing to learn, without NaN", async () => {
    const t = table(
      numberColumn("x", new Float64Array(100)),
      stringColumn("c", new Array<null>(100).fill(null)),
    );
    const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 30 ? 1 : 0));
    const model = await fitHistogramBoosting(t, { kind: "classes", classes: 2, labels }, { iterations: 5 });
    expect(columnOf(model.predict(t), 2, 1).every((p) => Math.abs(p - 0.3) < 1e-9)).toBe(true);
    expect([...model.importances]).toEqual([0, 0]);
    const one = await fitHistogramBoosting(t, { kind: "classes", classes: 2, labels: new Uint8Array(100) });
    expect(columnOf(one.predict(t), 2, 1).every((p) => p >= 0 && p < 1e-6)).toBe(true);
  });

  it("keeps rare classes from running away", async () => {
    const random = new Random(2);
    const x = Float64Array.from({ length: 1500 }, () => random.normal());
    const labels = Uint8Array.from(x, (v, i) => (i % 300 === 0 ? 3 + i / 300 : v < 0 ? 0 : v < 1 ? 1 : 2));
    const t = table(numberColumn("x", x));
    const model = await fitHistogramBoosting(t, { kind: "classes", classes: 8, labels });
    const p = model.predict(t);
    expect(p.every((v) => Number.isFinite(v))).toBe(true);
    const chosen = Array.from(labels, (_, i) => {
      const row = p.subarray(8 * i, 8 * i + 8);
      return row.indexOf(Math.max(...row));
    });
    expect(accuracy(labels, chosen)).toBeGreaterThan(0.98);
  });

  it("finds the one column of 300 that tells, though each tree sees a hundred", async () => {
    const random = new Random(5);
    const rows = 300;
    const columns = Array.from({ length: 300 }, (_, j) =>
      numberColumn(
        `c${j}`,
        Array.from({ length: rows }, () => random.uniform()),
      ),
    );
    const labels = Uint8Array.from(columns[217]!.values, (v) => Number(v > 0.4));
    const model = await fitHistogramBoosting(table(...columns), { kind: "classes", classes: 2, labels });
    expect(model.importances.indexOf(Math.max(...model.importances))).toBe(217);
    const unseen = table(
      ...columns.map(({ name }) =>
        numberColumn(
          name,
          Array.from({ length: rows }, () => random.uniform()),
        ),
      ),
    );
    const truth = Uint8Array.from((unseen.columns[217] as (typeof columns)[0]).values, (v) =>
      Number(v > 0.4),
    );
    const guesses = columnOf(model.predict(unseen), 2, 1).map((v) => (v > 0.5 ? 1 : 0));
    expect(accuracy(truth, guesses)).toBeGreaterThan(0.9);
  });

  it("stops when its breather throws", async () => {
    const { table: t, labels } = xorTable(200, 1);
    const breathe = (fraction = 0): undefined => {
      if (fraction > 0.3) throw new Error("stopped");
    };
    await expect(
      fitHistogramBoosting(t, { kind: "classes", classes: 2, labels }, { breathe }),
    ).rejects.toThrow("stopped");
  });
});
