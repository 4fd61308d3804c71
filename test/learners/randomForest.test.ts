import { RandomForestClassifier, RandomForestRegression } from "ml-random-forest";
import { describe, expect, it } from "vitest";
import { fitRandomForest } from "../../src/learners/randomForest.ts";
import { accuracy, r2 } from "../../src/learners/scores.ts";
import { Random } from "../../src/numerics/random.ts";
import type { Table } from "../../src/table/table.ts";
import {
  columnOf,
  numberColumn,
  stringColumn,
  surfaceTable,
  table,
  xorTable,
} from "../quality/learners/knownTables.ts";

describe("random forest", () => {
  it("learns exclusive or", async () => {
    const train = xorTable(2000, 1);
    const test = xorTable(1000, 2);
    const model = await fitRandomForest(
      train.table,
      { kind: "classes", classes: 2, labels: train.labels },
      { trees: 50, seed: 1 },
    );
    const p = columnOf(model.predict(test.table), 2, 1);
    expect(
      accuracy(
        test.labels,
        p.map((v) => (v > 0.5 ? 1 : 0)),
      ),
    ).toBeGreaterThan(0.97);
  });

  it("learns a surface of numbers and a category", async () => {
    const train = surfaceTable(3000, 1);
    const test = surfaceTable(1000, 2);
    const model = await fitRandomForest(
      train.table,
      { kind: "value", values: train.values },
      { trees: 60, maxFeatures: 3 },
    );
    expect(r2(test.values, model.predict(test.table))).toBeGreaterThan(0.98);
  });

  it("remembers every row when one tree sees all rows and columns", async () => {
    const { table: t, values } = surfaceTable(300, 4);
    const options = { trees: 1, bootstrap: false, minRowsPerLeaf: 1, maxFeatures: 3 };
    const byValue = await fitRandomForest(t, { kind: "value", values }, options);
    // above 255 rows neighbors may share a bin
    expect(r2(values, byValue.predict(t))).toBeGreaterThan(0.999);
    const labels = Uint8Array.from(values, (v) => (v < -1 ? 0 : v < 1.5 ? 1 : 2));
    const byClass = await fitRandomForest(t, { kind: "classes", classes: 3, labels }, options);
    const p = byClass.predict(t);
    expect(
      accuracy(
        labels,
        Array.from(labels, (_, i) => [0, 1, 2].findIndex((k) => p[3 * i + k] === 1)),
      ),
    ).toBe(1);
  });

  it("is as good as ml-random-forest on tiny data", async () => {
    const options = { nEstimators: 25, replacement: false, useSampleBagging: true, noOOB: true, seed: 3 };
    const train = xorTable(150, 11);
    const test = xorTable(300, 12);
    const theirs = new RandomForestClassifier({
      ...options,
      maxFeatures: 2,
      isClassifier: true,
      treeOptions: {},
    });
    theirs.train(rowsOf(train.table), [...train.labels]);
    const ours = await fitRandomForest(
      train.table,
      { kind: "classes", classes: 2, labels: train.labels },
      { trees: 25, maxFeatures: 2, minRowsPerLeaf: 1 },
    );
    const p = columnOf(ours.predict(test.table), 2, 1);
    const ourAccuracy = accuracy(
      test.labels,
      p.map((v) => (v > 0.5 ? 1 : 0)),
    )!;
    const theirAccuracy = accuracy(test.labels, theirs.predict(rowsOf(test.table)))!;
    expect(ourAccuracy).toBeGreaterThan(0.9);
    expect(ourAccuracy).toBeGreaterThan(theirAccuracy - 0.03);

    const random = new Random(3);
    const x = Float64Array.from({ length: 150 }, () => random.uniform() * 6);
    const values = x.map((v) => Math.sin(v));
    const t = table(numberColumn("x", x));
    const rival = new RandomForestRegression({
      ...options,
      maxFeatures: 1,
      isClassifier: false,
      treeOptions: {},
    });
    rival.train(rowsOf(t), [...values]);
    const mine = await fitRandomForest(t, { kind: "value", values }, { trees: 25, minRowsPerLeaf: 1 });
    const grid = table(
      numberColumn(
        "x",
        Float64Array.from({ length: 60 }, (_, i) => i / 10),
      ),
    );
    const truth = Array.from({ length: 60 }, (_, i) => Math.sin(i / 10));
    const r2Theirs = r2(truth, rival.predict(rowsOf(grid)))!;
    const r2Ours = r2(truth, mine.predict(grid))!;
    expect(r2Ours).toBeGreaterThan(0.98);
    expect(r2Ours).toBeGreaterThan(r2Theirs - 0.01);
  });

  it("uses missing values and categories as they are", async () => {
    const random = new Random(8);
    const cells = Array.from({ length: 600 }, () => ["a", "b", "c", "d", null][random.below(5)]!);
    const x = Float64Array.from({ length: 600 }, () =>
      random.uniform() < 0.3 ? Number.NaN : random.uniform(),
    );
    const high = (c: string | null, v: number): number =>
      (c === "b" || c === "d" || c === null) === Number.isNaN(v) ? 1 : 0;
    const labels = Uint8Array.from(x, (v, i) => high(cells[i]!, v));
    const t = table(stringColumn("c", cells), numberColumn("x", x));
    const model = await fitRandomForest(
      t,
      { kind: "classes", classes: 2, labels },
      { trees: 30, maxFeatures: 2 },
    );
    expect(
      accuracy(
        labels,
        columnOf(model.predict(t), 2, 1).map((p) => (p > 0.5 ? 1 : 0)),
      ),
    ).toBe(1);
  });

  it("is the same for the same seed and another for another", async () => {
    const { table: t, labels } = xorTable(300, 1);
    const grow = async (seed: number) =>
      (await fitRandomForest(t, { kind: "classes", classes: 2, labels }, { trees: 5, seed })).predict(t);
    expect(await grow(4)).toEqual(await grow(4));
    expect(await grow(4)).not.toEqual(await grow(5));
  });

  it("finds the column that matters", async () => {
    const random = new Random(6);
    const noise = Float64Array.from({ length: 1000 }, () => random.uniform());
    const x = Float64Array.from({ length: 1000 }, () => random.uniform());
    const t = table(numberColumn("noise", noise), numberColumn("x", x));
    const model = await fitRandomForest(t, { kind: "value", values: x.map((v) => 3 * v) }, { trees: 20 });
    expect(model.importances[1]!).toBeGreaterThan(0.8);
    expect(model.importances[0]! + model.importances[1]!).toBeCloseTo(1, 12);
  });

  it("stays at the prior when there is nothing to learn", async () => {
    const t = table(numberColumn("x", new Float64Array(100).fill(Number.NaN)));
    const labels = Uint8Array.from({ length: 100 }, (_, i) => i % 3);
    const model = await fitRandomForest(
      t,
      { kind: "classes", classes: 3, labels },
      { trees: 3, bootstrap: false },
    );
    expect(columnOf(model.predict(t), 3, 0)[0]).toBeCloseTo(0.34, 12);
    expect([...model.importances]).toEqual([0]);
  });
});

function rowsOf(t: Table): number[][] {
  return Array.from({ length: t.rows }, (_, i) =>
    t.columns.map((c) => (c.kind === "string" ? c.codes[i]! : c.values[i]!)),
  );
}
