import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns, sensitiveColumns, targetOf } from "../../src/config/resolveColumns.ts";
import type { SynthConfig } from "../../src/config/schema.ts";
import { column, customers, table } from "./profiles.ts";

function config(more: Record<string, unknown> = {}): SynthConfig {
  return parseConfig(JSON.stringify({ source: { path: "a.csv" }, ...more }), "f").config!;
}

function resolve(columns: Record<string, unknown>, more: Record<string, unknown> = {}, profile = customers) {
  const specs = resolveColumns(config({ columns, ...more }), profile);
  return Object.fromEntries(specs.map((spec) => [spec.name, spec]));
}

describe("resolveColumns", () => {
  it("infers everything a config does not say, in the file's order", () => {
    const specs = resolveColumns(config(), customers);
    expect(specs.map((s) => `${s.name}:${s.sdtype}:${s.role}`)).toEqual([
      "customer_id:id:id",
      "age:numerical:feature",
      "joined:datetime:feature",
      "plan:categorical:feature",
      "active:boolean:feature",
      "notes:text:feature",
      "income:numerical:feature",
    ]);
    expect(specs[1]).toMatchObject({ decimals: 0, min: null, max: null, missing: "model", pattern: null });
    expect(specs[0]).toMatchObject({ pattern: "[A-Z]{2}-\\d{5}", min: null });
    expect(specs[3]).toMatchObject({ maxCategories: 1000, minCategoryCount: 5, min: null, max: null });
  });

  it("takes what the config says", () => {
    const { age, joined, notes, plan } = resolve({
      age: { min: 0, max: 120, decimals: 1, missing: "never" },
      joined: { min: "2021-01-01", max: "2021-12-31T12:30", format: "%d.%m.%Y %H:%M" },
      notes: { pattern: "[a-z]+" },
      plan: { maxCategories: 3, minCategoryCount: 1 },
    });
    expect(age).toMatchObject({ min: 0, max: 120, decimals: 1, missing: "never" });
    expect(joined).toMatchObject({ min: Date.UTC(2021, 0, 1), max: Date.UTC(2021, 11, 31, 12, 30) });
    expect(joined?.format).toMatchObject({ dateFormat: "%d.%m.%Y %H:%M", physical: "timestamp" });
    expect(notes).toMatchObject({ sdtype: "text", pattern: "[a-z]+" });
    expect(plan).toMatchObject({ maxCategories: 3, minCategoryCount: 1 });
  });

  it("lowers the rare-category rule for small tables, for booleans too", () => {
    const at = (rows: number) => resolve({}, {}, table(customers.columns, rows))["plan"]?.minCategoryCount;
    expect([3, 99, 100, 499, 500, 1e6].map(at)).toEqual([2, 2, 2, 2, 5, 5]);
    expect(resolve({})["active"]?.minCategoryCount).toBe(5);
    expect(resolve({ active: { minCategoryCount: 1 } })["active"]?.minCategoryCount).toBe(1);
  });

  it("gives roles: the column's own word first, then ids, the target, the sensitive ones", () => {
    const report = { target: "plan", sensitive: ["income", "plan", "customer_id"] };
    const { plan, income, customer_id, age } = resolve({ age: { role: "drop" } }, { report });
    expect([plan, income, customer_id, age].map((c) => c?.role)).toEqual([
      "target",
      "sensitive",
      "id",
      "drop",
    ]);
    expect(resolve({ plan: { role: "id" } })["plan"]?.sdtype).toBe("id");
  });

  it("learns an id that is declared a feature as what it looks like", () => {
    const profile = table([column("zip", "id", { format: { physical: "integer" } }), column("code", "id")]);
    const { zip, code } = resolve({ zip: { role: "feature" }, code: { role: "sensitive" } }, {}, profile);
    expect([zip?.sdtype, code?.sdtype]).toEqual(["numerical", "categorical"]);
  });

  it("is not fooled by column names that objects have anyway", () => {
    const profile = table([column("constructor", "numerical"), column("toString", "categorical")]);
    expect(resolveColumns(config(), profile).map((s) => s.sdtype)).toEqual(["numerical", "categorical"]);
  });
});

describe("target and sensitive columns", () => {
  it("come from the report or from roles", () => {
    expect(targetOf(config())).toBeUndefined();
    expect(targetOf(config({ columns: { plan: { role: "target" } } }))).toBe("plan");
    expect(targetOf(config({ columns: { plan: { role: "target" } }, report: { target: "plan" } }))).toBe(
      "plan",
    );
    const both = config({
      columns: { income: { role: "sensitive" } },
      report: { sensitive: ["age", "income"] },
    });
    expect(sensitiveColumns(both)).toEqual(["income", "age"]);
  });
});
