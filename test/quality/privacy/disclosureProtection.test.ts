import { describe, expect, it } from "vitest";
import { capProtection } from "../../../src/quality/privacy/disclosureProtection.ts";
import { makeTable } from "../../../src/table/table.ts";
import { numberColumn, textColumn } from "./tables.ts";

const key: string[] = [];
const secret: string[] = [];
const table = (rows: readonly (readonly [string, string])[]) =>
  makeTable([
    textColumn(
      "key",
      rows.map((r) => r[0]),
      key,
    ),
    textColumn(
      "secret",
      rows.map((r) => r[1]),
      secret,
    ),
  ]);
const training = table([
  ["k1", "x"],
  ["k1", "y"],
  ["k2", "x"],
  ["k3", "z"],
]);

describe("capProtection", () => {
  it("is 1 − mean correct attribution over rows with a match, over the baseline", () => {
    // k1 rows: x in 2 of 3, y in 1 of 3; k2: never x; k3: no match. 1 − (2/3 + 1/3 + 0) / 3 = 2/3; baseline 1 − 1/3
    const synthetic = table([
      ["k1", "x"],
      ["k1", "x"],
      ["k1", "y"],
      ["k2", "z"],
    ]);
    expect(capProtection(training, synthetic, ["key"], "secret")!.score).toBeCloseTo(1, 12);
    const telling = table([
      ["k1", "x"],
      ["k2", "x"],
    ]);
    // 1 − (1 + 0 + 1) / 3 = 1/3, over 2/3
    expect(capProtection(training, telling, ["key"], "secret")!.score).toBeCloseTo(0.5, 12);
  });

  it("is null where nothing matches or nothing is secret", () => {
    expect(capProtection(training, table([["k9", "x"]]), ["key"], "secret")).toBeNull();
    const one = table([["k1", "x"]]);
    expect(capProtection(one, one, ["key"], "secret")).toBeNull();
  });

  it("puts numbers in ten equal-width bins of the training range, open at the ends", () => {
    const numbers = (n: readonly number[], s: readonly number[]) =>
      makeTable([numberColumn("n", n), numberColumn("s", s)]);
    const real = numbers([0, 10, 100], [0, 50, 100]);
    // 10 falls in the first bin (right-closed) with −5; the synthetic secret −7 falls in the first bin as 0 does
    expect(capProtection(real, numbers([-5], [-7]), ["n"], "s")!.score).toBeCloseTo(0.5 / (1 - 1 / 3), 12);
  });
});
