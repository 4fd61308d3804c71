import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { assessDetection } from "../../../src/quality/fidelity/assessDetection.ts";
import { type Table, takeRows } from "../../../src/table/table.ts";
import { numberColumn, stringColumn, surfaceTable, table } from "../learners/knownTables.ts";
import { qualityInput } from "../qualityInput.ts";
import { readTables } from "../readTables.ts";

describe("detection", () => {
  it("finds nothing between random thirds of one table, and says so", async () => {
    const [adult] = await readTables("examples/adult.csv");
    const order = new Random(1).permutation(adult!.rows);
    const third = (k: number): Table => takeRows(adult!, order.subarray(2000 * k, 2000 * (k + 1)));
    const { logistic, boosting } = await assessDetection(
      qualityInput({ real: third(0), synthetic: third(1), holdout: third(2) }),
    );
    for (const test of [logistic!, boosting!]) {
      expect(Math.abs(test.auc - 0.5)).toBeLessThan(0.04);
      expect(Math.abs(test.ceiling! - 0.5)).toBeLessThan(0.04);
      expect(test.score).toBeGreaterThan(0.92);
      expect(test.rows).toBe(2000);
      expect(test.roc.falsePositiveRate).toHaveLength(101);
    }
    expect(boosting!.tells.length === 0 || boosting!.auc > 0.5).toBe(true);
  });

  // scikit-learn 1.9.1, three shuffles: boosting 0.9946–0.9955 and 0.908–0.938, logistic regression 0.510–0.518 and 0.625–0.650
  it("measures the golden pairs as scikit-learn does", async () => {
    const adult = await pair("adult");
    expect(Math.abs(adult.boosting!.auc - 0.995)).toBeLessThan(0.003);
    expect(Math.abs(adult.logistic!.auc - 0.514)).toBeLessThan(0.025);
    const told = adult.boosting!.tells.map((t) => t.column);
    expect(told).toHaveLength(5);
    expect(told.slice(0, 3)).toContain("education-num");
    expect(adult.boosting!.tells.reduce((sum, t) => sum + t.importance, 0)).toBeLessThanOrEqual(1 + 1e-12);
    const penguins = await pair("penguins");
    expect(Math.abs(penguins.boosting!.auc - 0.923)).toBeLessThan(0.03);
    // SDMetrics 0.29.0, another encoder and split: 0.7283264241258471
    expect(Math.abs(penguins.logistic!.score - 0.728)).toBeLessThan(0.05);
    expect(penguins.boosting!.ceiling).toBeNull();
  });

  it("names the one column that differs, and only numbers in it", async () => {
    const real = surfaceTable(800, 1).table;
    const other = surfaceTable(800, 2).table;
    const shifted = other.columns.map((c) =>
      c.name === "y" && c.kind !== "string"
        ? numberColumn(
            "y",
            c.values.map((v) => v + 1.5),
          )
        : c,
    );
    const { logistic, boosting } = await assessDetection(
      qualityInput({ real, synthetic: { rows: 800, columns: shifted } }),
    );
    for (const test of [logistic!, boosting!]) {
      // normal distributions 1.5 apart: Φ(1.5 / √2)
      expect(Math.abs(test.auc - 0.8556)).toBeLessThan(0.05);
      expect(test.tells[0]!.column).toBe("y");
      expect(test.tells[0]!.importance).toBeGreaterThan(0.9);
    }
  });

  it("sees missing values, and ignores ids and text", async () => {
    const random = new Random(2);
    const side = (holes: number, prefix: string): Table =>
      table(
        stringColumn(
          "id",
          Array.from({ length: 300 }, (_, i) => `${prefix}${i}`),
        ),
        numberColumn(
          "x",
          Float64Array.from({ length: 300 }, () => (random.uniform() < holes ? Number.NaN : random.normal())),
        ),
      );
    const real = side(0, "r");
    const input = qualityInput({ real, synthetic: side(0.5, "s") });
    const columns = input.columns.map((c) => (c.name === "id" ? { ...c, sdtype: "id" as const } : c));
    const { boosting } = await assessDetection({ ...input, columns });
    expect(boosting!.auc).toBeGreaterThan(0.65);
    expect(boosting!.auc).toBeLessThan(0.85);
    expect(boosting!.tells.map((t) => t.column)).toEqual(["x"]);
    const none = await assessDetection({ ...input, columns: columns.slice(0, 1) });
    expect(none).toEqual({ logistic: null, boosting: null });
  });

  it("is null with too few rows, the same for the same seed, and stops when cancelled", async () => {
    const { table: t } = surfaceTable(400, 1);
    const few = qualityInput({ real: takeRows(t, [0, 1, 2]), synthetic: t });
    expect(await assessDetection(few)).toEqual({ logistic: null, boosting: null });

    const real = takeRows(
      t,
      Uint32Array.from({ length: 200 }, (_, i) => i),
    );
    const synthetic = takeRows(
      t,
      Uint32Array.from({ length: 150 }, (_, i) => 200 + i),
    );
    const fractions: number[] = [];
    const input = qualityInput({ real, synthetic, progress: (f) => fractions.push(f) });
    const first = await assessDetection(input);
    expect(first.boosting!.rows).toBe(150);
    expect(await assessDetection(input)).toEqual(first);
    expect(fractions.every((f) => f >= 0 && f <= 1)).toBe(true);

    const stop = new AbortController();
    stop.abort(new Error("cancelled"));
    await expect(assessDetection(qualityInput({ real, synthetic, signal: stop.signal }))).rejects.toThrow(
      "cancelled",
    );
  });
});

async function pair(name: string): ReturnType<typeof assessDetection> {
  const [real, synthetic] = await readTables(
    `test/fixtures/golden/${name}_real.csv`,
    `test/fixtures/golden/${name}_synth.csv`,
  );
  return assessDetection(qualityInput({ real: real!, synthetic: synthetic! }));
}
