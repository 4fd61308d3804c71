import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import type { Utility } from "../../../src/protocol/report.ts";
import { assessUtility } from "../../../src/quality/utility/assessUtility.ts";
import { type Table, takeRows } from "../../../src/table/table.ts";
import { numberColumn, stringColumn, surfaceTable, table } from "../learners/knownTables.ts";
import { qualityInput } from "../qualityInput.ts";
import { readTables } from "../readTables.ts";

describe("utility", () => {
  it("finds no gap between random thirds of one table", async () => {
    const [adult] = await readTables("examples/adult.csv");
    const order = new Random(1).permutation(adult!.rows);
    const part = (k: number): Table => takeRows(adult!, order.subarray(3000 * k, 3000 * (k + 1)));
    const { utility, notes } = await assessUtility(
      qualityInput({ real: part(0), synthetic: part(1), holdout: part(2), target: "income" }),
    );
    expect(notes).toEqual([]);
    expect(utility!.testRows).toBe(3000);
    expect(utility!.models.map((m) => m.model)).toEqual([
      "gradientBoosting",
      "randomForest",
      "logisticRegression",
    ]);
    for (const model of utility!.models) {
      expect(model.metric).toBe("auc");
      expect(model.trtr!).toBeGreaterThan(0.88);
      expect(Math.abs(model.gap!)).toBeLessThan(0.02);
      const [low, high] = model.gapInterval!;
      expect(low).toBeLessThanOrEqual(model.gap!);
      expect(high).toBeGreaterThanOrEqual(model.gap!);
      expect(high - low).toBeLessThan(0.03);
      expect(model.scores.map((s) => s.metric)).toEqual(["auc", "averagePrecision", "accuracy", "macroF1"]);
      expect(model.scores[0]).toEqual({ metric: "auc", tstr: model.tstr, trtr: model.trtr });
      expect(model.roc!.tstr.falsePositiveRate.length).toBeLessThanOrEqual(101);
    }
    expect(utility!.importanceAgreement!).toBeGreaterThan(0.7);
    expect(sumOf(utility!.importances.map((i) => i.real))).toBeCloseTo(1, 9);
    expect(utility!.importances).toHaveLength(14);
    expectFinite(utility!);
  });

  it("finds the gap when the synthetic rows have lost the dependence", async () => {
    const train = surfaceTable(900, 1);
    const test = surfaceTable(400, 2);
    const real = withTarget(train.table, train.values);
    const shuffled = new Random(4).permutation(900);
    const synthetic = withTarget(
      train.table,
      Float64Array.from(shuffled, (i) => train.values[i]!),
    );
    const { utility } = await assessUtility(
      qualityInput({ real, synthetic, holdout: withTarget(test.table, test.values), target: "t" }),
    );
    expect(utility!.models.map((m) => m.model)).toEqual([
      "gradientBoosting",
      "randomForest",
      "ridgeRegression",
    ]);
    for (const model of utility!.models) {
      expect(model.metric).toBe("r2");
      expect(model.trtr!).toBeGreaterThan(0.5);
      expect(model.tstr!).toBeLessThan(0.1);
      expect(model.gapInterval![0]).toBeGreaterThan(0.4);
      expect(model.roc).toBeNull();
      expect(model.scores.map((s) => s.metric)).toEqual(["r2", "rmse", "mae"]);
    }
    expect(utility!.models[0]!.trtr!).toBeGreaterThan(0.95);
    expectFinite(utility!);
  });

  it("splits the real rows when there is no holdout, evens the sides, and says both", async () => {
    const [real, synthetic] = await readTables(
      "test/fixtures/golden/penguins_real.csv",
      "test/fixtures/golden/penguins_synth.csv",
    );
    const { utility, notes } = await assessUtility(
      qualityInput({ real: real!, synthetic: synthetic!, target: "species" }),
    );
    expect(utility!.testRows).toBe(68);
    expect(notes.map((n) => n.text).join("\n")).toMatch(
      /no holdout: .*80 %.*\n.*276 rows a side, drawn at random \(of 276 real and 344 synthetic\)/,
    );
    for (const model of utility!.models) {
      expect(model.trtr!).toBeGreaterThan(0.98);
      expect(model.gap!).toBeGreaterThan(0.03);
      expect(model.roc).toBeNull();
    }
    expectFinite(utility!);
  });

  it("leaves out rows without a target and counts them", async () => {
    const { table: t, values } = surfaceTable(400, 1);
    const holed = withTarget(
      t,
      values.map((v, i) => (i % 4 === 0 ? Number.NaN : v)),
    );
    const { utility, notes } = await assessUtility(
      qualityInput({ real: holed, synthetic: holed, holdout: holed, target: "t" }),
    );
    expect(utility!.testRows).toBe(300);
    expect(notes[0]!.text).toBe("200 rows without a value of t were left out.");
  });

  it("handles classes that a side lacks, down to a single one", async () => {
    const { table: t, values } = surfaceTable(600, 1);
    const three = Array.from(values, (v) => (v < -1 ? "low" : v < 1.5 ? "middle" : "high"));
    const dictionary = ["low", "middle", "high"];
    const labeled = (classes: readonly string[]): Table => ({
      rows: 600,
      columns: [
        ...t.columns,
        {
          kind: "string",
          name: "t",
          dictionary,
          codes: Int32Array.from(classes, (c) => dictionary.indexOf(c)),
        },
      ],
    });
    const real = labeled(three);
    const two = await assessUtility(
      qualityInput({
        real,
        synthetic: labeled(three.map((c) => (c === "high" ? "middle" : c))),
        holdout: real,
        target: "t",
      }),
    );
    expect(two.notes[0]!.text).toMatch(/lack 1 of the 3 classes of t/);
    expect(two.utility!.models[0]!.tstr!).toBeLessThan(two.utility!.models[0]!.trtr!);
    expectFinite(two.utility!);
    const one = await assessUtility(
      qualityInput({ real, synthetic: labeled(three.map(() => "low")), holdout: real, target: "t" }),
    );
    for (const model of one.utility!.models) expect(model.tstr).toBe(0.5);
    expectFinite(one.utility!);
    const oneInTest = await assessUtility(
      qualityInput({ real, synthetic: real, holdout: labeled(three.map(() => "low")), target: "t" }),
    );
    expect(oneInTest.notes[0]!.text).toMatch(/one class only in the test rows/);
    expect(oneInTest.utility!.models[0]!.trtr).toBeNull();
    expect(oneInTest.utility!.models[0]!.gapInterval).toBeNull();
    expectFinite(oneInTest.utility!);
  });

  it("keeps the 49 commonest classes", async () => {
    const random = new Random(3);
    // halves, so that x is not the class in other words
    const x = Float64Array.from({ length: 1200 }, () => random.below(120) / 2);
    const real = table(
      numberColumn("x", x),
      stringColumn(
        "t",
        Array.from(x, (v) => `class ${Math.floor(v)}`),
      ),
    );
    const { utility, notes } = await assessUtility(
      qualityInput({ real, synthetic: real, holdout: real, target: "t" }),
    );
    expect(notes[0]!.text).toMatch(/has 60 classes: the 49 commonest were kept/);
    expect(utility!.models[1]!.trtr!).toBeGreaterThan(0.9);
    expectFinite(utility!);
  });

  it("says why there is no result instead of failing", async () => {
    const { table: t, values } = surfaceTable(200, 1);
    const id = stringColumn(
      "id",
      Array.from({ length: 200 }, (_, i) => `n${i}`),
    );
    const one = stringColumn("one", new Array<string>(200).fill("a"));
    const none = numberColumn("none", new Float64Array(200).fill(Number.NaN));
    const same = numberColumn("same", new Float64Array(200).fill(5));
    const real = table(...t.columns, numberColumn("t", values), id, one, none, same);
    const input = qualityInput({ real, synthetic: real, holdout: real });
    const why = async (target: string | null, changes: Partial<typeof input> = {}): Promise<string> => {
      const { utility, notes } = await assessUtility({ ...input, ...changes, target });
      expect(utility).toBeNull();
      expect(notes.at(-1)).toMatchObject({ section: "utility", level: "warning" });
      return notes.at(-1)!.text;
    };
    expect(await why(null)).toMatch(/no column can serve as a target/);
    expect(await why("one")).toMatch(/one class only in the real training rows/);
    expect(await why("same")).toMatch(/one value only in the real training rows/);
    expect(await why("none")).toMatch(/only 0 training rows a side/);
    expect(await why("id")).toMatch(/200 classes in 200 rows: too many/);
    const declared = input.columns.map((c) => (c.name === "id" ? { ...c, sdtype: "id" as const } : c));
    expect(await why("id", { columns: declared })).toMatch(/holds ids, which nothing can predict/);
    expect(await why("t", { columns: input.columns.filter((c) => c.name === "t") })).toMatch(
      /no column is left/,
    );
    expect(await why("t", { synthetic: takeRows(real, [1, 2, 3]) })).toMatch(/only 3 training rows a side/);
    expect(await why("t", { holdout: takeRows(real, [1, 2, 3]) })).toMatch(/only 3 test rows/);
  });

  it("is the same for the same seed and stops when cancelled", async () => {
    const inputOf = (rows: number) => {
      const { table: t, values } = surfaceTable(rows, 1);
      const real = withTarget(t, values);
      return qualityInput({ real, synthetic: real, holdout: real, target: "t" });
    };
    expect(await assessUtility(inputOf(200))).toEqual(await assessUtility(inputOf(200)));
    const stop = new AbortController();
    const progress = (): void => stop.abort(new Error("cancelled"));
    // long enough that progress is told before the end
    const long = { ...inputOf(5000), signal: stop.signal, progress };
    await expect(assessUtility(long)).rejects.toThrow("cancelled");
  });
});

function withTarget(t: Table, values: ArrayLike<number>): Table {
  return table(...t.columns, numberColumn("t", values));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0);
}

function expectFinite(utility: Utility): void {
  expect(JSON.parse(JSON.stringify(utility))).toEqual(utility);
}
