import { describe, expect, it } from "vitest";
import { minimize } from "../../../src/learners/lbfgs.ts";
import { encodeLinear, fitLinearEncoder } from "../../../src/learners/linearDesign.ts";
import { fitLogisticRegression } from "../../../src/learners/logisticRegression.ts";
import { fitRidgeRegression } from "../../../src/learners/ridgeRegression.ts";
import { r2 } from "../../../src/learners/scores.ts";
import { Random } from "../../../src/numerics/random.ts";
import { columnOf, numberColumn, stringColumn, table } from "./knownTables.ts";

describe("linear models", () => {
  it("standardizes numbers, one-hots categories, and fills missing cells with median and mode", () => {
    const t = table(stringColumn("c", ["b", "a", "b", null]), numberColumn("x", [1, Number.NaN, 2, 6]));
    const encoder = fitLinearEncoder(t);
    const design = encodeLinear(t, encoder);
    expect(design.width).toBe(3);
    // median 2: values 1, 2, 2, 6 with mean 2.75 and variance 3.6875
    const scale = Math.sqrt(3.6875);
    expect([...design.numeric]).toEqual([1, 2, 2, 6].map((v) => (v - 2.75) / scale));
    expect([...design.active]).toEqual([1, 2, 1, 1]);
    const unseen = table(
      { kind: "string", name: "c", dictionary: ["b", "a", "new"], codes: Int32Array.of(2) },
      numberColumn("x", [2.75]),
    );
    expect([...encodeLinear(unseen, encoder).active]).toEqual([-1]);
  });

  it("recovers the coefficients of a logistic model", async () => {
    const random = new Random(1);
    const x = Float64Array.from({ length: 20_000 }, () => random.normal());
    const labels = Uint8Array.from(x, (v) =>
      random.uniform() < 1 / (1 + Math.exp(-(1.5 * v - 0.5))) ? 1 : 0,
    );
    const model = await fitLogisticRegression(table(numberColumn("x", x)), labels, 2);
    const p = columnOf(model.predict(table(numberColumn("x", [0, 1]))), 2, 1);
    const logit = p.map((v) => Math.log(v / (1 - v)));
    expect(logit[0]!).toBeCloseTo(-0.5, 1);
    expect(logit[1]! - logit[0]!).toBeCloseTo(1.5, 1);
  });

  it("recovers a linear function exactly when the penalty is small", async () => {
    const random = new Random(2);
    const x = Float64Array.from({ length: 300 }, () => random.normal() * 1000);
    const c = Array.from({ length: 300 }, () => ["a", "b", "c"][random.below(3)]!);
    const values = x.map((v, i) => 7 + 0.01 * v + { a: 0, b: 5, c: -3 }[c[i]! as "a" | "b" | "c"]);
    const t = table(numberColumn("x", x), stringColumn("c", c));
    const model = await fitRidgeRegression(t, values, { l2: 1e-6 });
    expect(r2(values, model.predict(t))).toBeGreaterThan(1 - 1e-10);
    expect([...model.importances].every((v) => v > 0.1)).toBe(true);
  });

  it("stays finite on separable classes, constant columns and columns without values", async () => {
    const t = table(
      numberColumn("x", [0, 1, 2, 3, 4, 5]),
      numberColumn("same", new Float64Array(6).fill(3)),
      numberColumn("none", new Float64Array(6).fill(Number.NaN)),
      stringColumn("never", new Array<null>(6).fill(null)),
    );
    const labels = Uint8Array.of(0, 0, 0, 1, 1, 1);
    const p = columnOf((await fitLogisticRegression(t, labels, 2)).predict(t), 2, 1);
    expect(p.map((v) => (v > 0.5 ? 1 : 0))).toEqual([...labels]);
    expect(p.every(Number.isFinite)).toBe(true);
    const fitted = (await fitRidgeRegression(t, labels)).predict(t);
    expect(fitted.every(Number.isFinite)).toBe(true);
    const constant = (await fitRidgeRegression(t, new Float64Array(6).fill(4))).predict(t);
    expect([...constant]).toEqual(new Array(6).fill(4));
  });

  it("minimizes Rosenbrock's valley", async () => {
    const x = Float64Array.of(-1.2, 1);
    await minimize(
      x,
      ([a, b], gradient) => {
        gradient[0] = -400 * a! * (b! - a! ** 2) - 2 * (1 - a!);
        gradient[1] = 200 * (b! - a! ** 2);
        return 100 * (b! - a! ** 2) ** 2 + (1 - a!) ** 2;
      },
      { tolerance: 1e-8 },
    );
    expect(x[0]!).toBeCloseTo(1, 5);
    expect(x[1]!).toBeCloseTo(1, 5);
  });
});
