import { describe, expect, it } from "vitest";
import { fitHistogramBoosting } from "../../../src/learners/histogramBoosting.ts";
import { fitLogisticRegression } from "../../../src/learners/logisticRegression.ts";
import { fitRidgeRegression } from "../../../src/learners/ridgeRegression.ts";
import { r2 } from "../../../src/learners/scores.ts";
import {
  findColumn,
  type NumberColumn,
  type StringColumn,
  type Table,
  takeRows,
} from "../../../src/table/table.ts";
import { readTables } from "../readTables.ts";
import { columnOf } from "./knownTables.ts";

/**
 * Figures of scikit-learn 1.9.1 on penguins_real.csv: LogisticRegression and Ridge(solver="cholesky") behind
 * SimpleImputer(median) + StandardScaler and SimpleImputer(most_frequent) + OneHotEncoder, converged to 1e-12;
 * HistGradientBoosting(early_stopping=False, max_iter=20).
 */
const [penguins] = await readTables("test/fixtures/golden/penguins_real.csv");
const species = findColumn(penguins!, "species") as StringColumn;
const mass = findColumn(penguins!, "body_mass_g") as NumberColumn;
const names = penguins!.columns.map((c) => c.name);
const converged = { tolerance: 1e-10, maxIterations: 5000 };

describe("agreement with scikit-learn", () => {
  it("two-class logistic regression", async () => {
    const x = select(["bill_depth_mm", "body_mass_g", "sex", "island", "year"]);
    const labels = Uint8Array.from(species.codes, (c) => (species.dictionary[c] === "Adelie" ? 1 : 0));
    const p = columnOf((await fitLogisticRegression(x, labels, 2, converged)).predict(x), 2, 1);
    expect(logLoss(p.map((v, i) => (labels[i] === 1 ? v : 1 - v)))).toBeCloseTo(0.3191503712, 6);
    [0.97788972, 0.8975776, 0.84203782, 0.49093253].forEach((v, k) => {
      expect(p[[0, 3, 100, 343][k]!]!).toBeCloseTo(v, 4);
    });
  });

  it("multinomial logistic regression", async () => {
    const order = ["Adelie", "Chinstrap", "Gentoo"];
    const labels = Uint8Array.from(species.codes, (c) => order.indexOf(species.dictionary[c]!));
    const x = select(names.filter((n) => n !== "species"));
    const p = (await fitLogisticRegression(x, labels, 3, converged)).predict(x);
    expect(logLoss([...labels].map((k, i) => p[3 * i + k]!))).toBeCloseTo(0.0284893998, 6);
    [0.01411435, 0.98369783, 0.00218782].forEach((v, k) => {
      expect(p[900 + k]!).toBeCloseTo(v, 4);
    });
  });

  it("ridge regression", async () => {
    const rows = Uint32Array.from(mass.values.keys()).filter((i) => !Number.isNaN(mass.values[i]!));
    const values = Float64Array.from(rows, (i) => mass.values[i]!);
    const x = takeRows(select(names.filter((n) => n !== "body_mass_g")), rows);
    for (const [l2, score, some] of [
      [1, 0.8676249841655527, [3704.56291868, 3666.37715557, 4292.3632167, 3633.78779222]],
      [10, 0.8615961552306056, [3671.25970406, 3710.98045594, 4331.91335001, 3647.1941463]],
    ] as const) {
      const p = (await fitRidgeRegression(x, values, { l2 })).predict(x);
      expect(r2(values, p)).toBeCloseTo(score, 9);
      some.forEach((v, k) => {
        expect(p[[0, 2, 100, 341][k]!]!).toBeCloseTo(v, 4);
      });
    }
  });

  it("histogram boosting of classes and values, numeric columns with missing values", async () => {
    const x = select(["bill_depth_mm", "body_mass_g", "year"]);
    const labels = Uint8Array.from(species.codes, (c) => (species.dictionary[c] === "Adelie" ? 1 : 0));
    const model = await fitHistogramBoosting(x, { kind: "classes", classes: 2, labels }, { iterations: 20 });
    const p = columnOf(model.predict(x), 2, 1);
    expect(logLoss(p.map((v, i) => (labels[i] === 1 ? v : 1 - v)))).toBeCloseTo(0.369515168, 5);
    [0.60292712, 0.55185771, 0.59880929, 0.58169272].forEach((v, k) => {
      expect(p[[0, 3, 100, 343][k]!]!).toBeCloseTo(v, 5);
    });

    const rows = Uint32Array.from(mass.values.keys()).filter((i) => !Number.isNaN(mass.values[i]!));
    const values = Float64Array.from(rows, (i) => mass.values[i]!);
    const numeric = takeRows(select(["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "year"]), rows);
    const fitted = (
      await fitHistogramBoosting(numeric, { kind: "value", values }, { iterations: 20 })
    ).predict(numeric);
    expect(r2(values, fitted)).toBeCloseTo(0.858941869182348, 4);
    [3689.37607666, 3746.85407017, 4330.1004608, 3845.19548989].forEach((v, k) => {
      expect(Math.abs(fitted[[0, 2, 100, 341][k]!]! / v - 1)).toBeLessThan(1e-4);
    });
  });

  it("histogram boosting with categories", async () => {
    const x = select(names.filter((n) => n !== "species"));
    const labels = Uint8Array.from(species.codes, (c) => (species.dictionary[c] === "Adelie" ? 1 : 0));
    const model = await fitHistogramBoosting(x, { kind: "classes", classes: 2, labels }, { iterations: 20 });
    const p = columnOf(model.predict(x), 2, 1);
    expect(Math.abs(logLoss(p.map((v, i) => (labels[i] === 1 ? v : 1 - v))) - 0.111881922)).toBeLessThan(
      0.01,
    );
  });
});

function select(columns: readonly string[]): Table {
  return { rows: penguins!.rows, columns: columns.map((name) => findColumn(penguins!, name)!) };
}

function logLoss(chances: readonly number[]): number {
  return chances.reduce((sum, p) => sum - Math.log(p), 0) / chances.length;
}
