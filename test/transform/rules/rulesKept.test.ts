import { expect, it } from "vitest";
import { rulesKept } from "../../../src/quality/diagnostic/rulesKept.ts";
import { type Column, makeTable, type Table } from "../../../src/table/table.ts";
import { columnSpec } from "../columnSpecs.ts";
import { typed } from "./ruledTables.ts";

const table = (a: number[], b: number[]): Table =>
  makeTable(
    [a, b].map(
      (values, i): Column => ({ kind: "number", name: "ab"[i]!, values: Float64Array.from(values) }),
    ),
  );
const format = { physical: "integer", decimals: 0 } as const;
const specs = ["a", "b"].map((name) => columnSpec(name, "numerical", { decimals: 0, format }));

it("gives the share of rows a rule speaks of that keep it", () => {
  const real = table([1, 2, 3, 4], [1, 3, 3, 9]);
  const synthetic = table([1, 5, Number.NaN, 4], [2, 3, 1, 4]);
  const rules = typed(["a <= b", "b >= 0"], specs);
  const judged = rulesKept({ rules, real, synthetic, holdout: real, decimals: () => 0 });
  expect(judged).toMatchObject({ value: 2 / 3, status: "watch" });
  expect(judged!.parts).toEqual([
    { name: "a <= b", value: 2 / 3, status: "watch", note: "real 100 %, held out 100 %" },
    { name: "b >= 0", value: 1, status: "good", note: "real 100 %, held out 100 %" },
  ]);
  expect(rulesKept({ rules: [], real, synthetic, holdout: null, decimals: () => 0 })).toBeNull();
});
