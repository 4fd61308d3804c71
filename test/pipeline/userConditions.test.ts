import { expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { NoValueError } from "../../src/models/synthesizer.ts";
import { explainConditions, userConditions } from "../../src/pipeline/savedModel/userConditions.ts";
import { ModelError } from "../../src/transform/modelTable.ts";
import type { RestorePlan } from "../../src/transform/restorePlan.ts";
import { column, table } from "../config/profiles.ts";

const minute = 60_000;
const start = Date.UTC(2019, 2, 1);
const profile = table([
  column("tip", "numerical", { format: { physical: "decimal", decimals: 2 } }),
  column("pickup", "datetime", { format: { physical: "timestamp", dateFormat: "%Y-%m-%d %H:%M" } }),
  column("passengers", "categorical", { format: { physical: "integer" } }),
]);
const specs = resolveColumns(parseConfig('{ "source": { "path": "a" } }', "f").config!, profile);
const restore: RestorePlan = {
  version: 1,
  dropped: [],
  columns: [
    { kind: "number", name: "tip", decimals: 2, step: 1, min: 0, max: 33.2, fill: null },
    {
      kind: "datetime",
      name: "pickup",
      unit: minute,
      origin: start,
      min: 0,
      max: 31 * 1440 - 1,
      fill: null,
      dateFormat: "%Y-%m-%d %H:%M",
    },
    {
      kind: "category",
      name: "passengers",
      output: "number",
      categories: ["1", "2", "10", "5"],
      values: [1, 2, 10, 5],
      counts: [50, 30, 20, 10],
      rare: null,
      rareOutput: "redraw",
      missing: false,
    },
  ],
};
const conditions = (...texts: string[]) => userConditions({ specs, restore }, texts);

it("a bare date is the whole day, on the column's own grid", () => {
  const day = { column: "pickup", op: "range", min: 9 * 1440, max: 10 * 1440 - 1 };
  expect(conditions("pickup=2019-03-10")).toEqual([day]);
  expect(conditions("pickup=2019-03-01..2019-03-10")).toEqual([{ ...day, min: 0 }]);
  expect(conditions("pickup=..2019-03")).toEqual([{ ...day, min: null, max: 31 * 1440 - 1 }]);
});

it.each([
  ["tip=40..", "column tip is never 40 or above: its values lie between 0 and 33.2"],
  [
    "pickup=2020-01-01",
    "column pickup is never between 2020-01-01 and 2020-01-01 23:59:59: its values lie between 2019-03-01 and 2019-03-31 23:59:00",
  ],
  ["passengers=7", "column passengers has no category 7; it has 1, 2, 5, 10"],
])("%s is refused under its own name", (text, message) => {
  expect(() => conditions(text)).toThrow(`--where ${text}: ${message}`);
});

it("what only the model can tell names the condition and what the model makes", () => {
  const explain = (error: unknown) =>
    (explainConditions({ specs, restore }, ["passengers=1", "tip=30.."], error) as Error).message;
  expect(explain(new NoValueError("tip", { min: 0, max: 16.5 }))).toBe(
    "--where tip=30..: the model makes no such value of column tip: its values lie between 0 and 16.5",
  );
  expect(explain(new ModelError("no row meets these together"))).toBe(
    "--where passengers=1 --where tip=30..: no row meets these together",
  );
});
