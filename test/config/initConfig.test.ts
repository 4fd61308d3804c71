import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkColumns } from "../../src/config/check/checkColumns.ts";
import { initConfig } from "../../src/config/initConfig.ts";
import { recommendedModel } from "../../src/config/modelOptions/model.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { suggestTarget } from "../../src/config/suggestTarget.ts";
import type { Sdtype } from "../../src/table/columnTypes.ts";
import { column, customers, table } from "./profiles.ts";

describe("initConfig", () => {
  it("writes a commented config that is valid for its data", () => {
    const text = initConfig("data/customers.csv", customers);
    const parsed = parseConfig(text, "customers.synth.json");
    expect(parsed.diagnostics).toEqual([]);
    expect(parsed.config).toMatchObject({
      source: { path: "data/customers.csv" },
      model: { type: recommendedModel },
      output: { path: "synthetic/customers.csv", rows: 1000 },
      report: { target: "active", holdout: 0.2 },
      seed: 42,
    });
    expect(Object.keys(parsed.config!.columns)).toEqual(customers.columns.map((c) => c.name));
    expect(checkColumns(parsed, customers).map((d) => d.code)).toEqual(["text-left-out"]);
  });

  it("explains each guess above its column", () => {
    const text = initConfig("customers.csv", customers);
    expect(text).toContain(
      `    // Looks id · 1,000 different values; never learned from, new ones are generated; another "type" learns it
    "customer_id": { "type": "id", "pattern": "[A-Z]{2}-\\\\d{5}" },
    // Looks numerical · 60 different values
    "age": { "type": "numerical", "decimals": 0 },
    // Looks datetime · 1,000 different values
    "joined": { "type": "datetime", "format": "%Y-%m-%d" },
    // Looks categorical · 4 different values, 5.6 % missing
    "plan": { "type": "categorical" },
`,
    );
  });

  it("says the rare-category rule that holds for the table's size", () => {
    expect(initConfig("a.csv", customers)).toContain(
      "No category, smallest or largest value that fewer than 5 rows have is ever emitted",
    );
    expect(initConfig("a.csv", table(customers.columns, 200))).toContain("fewer than 2 rows");
    expect(initConfig("a.csv", table(customers.columns, 20))).toContain("fewer than 2 rows");
  });

  it("asks for no holdout where there is nothing to hold out", () => {
    expect(parseConfig(initConfig("a.csv", table(customers.columns, 20)), "f").config?.report.holdout).toBe(
      0,
    );
  });

  it("takes what is asked for", () => {
    const text = initConfig("..\\data\\a.parquet", customers, {
      model: "gaussianCopula",
      output: "out.parquet",
      rows: 5,
      target: "plan",
      seed: 7,
    });
    expect(parseConfig(text, "f").config).toMatchObject({
      source: { path: "../data/a.parquet" },
      model: { type: "gaussianCopula" },
      output: { path: "out.parquet", rows: 5 },
      report: { target: "plan" },
      seed: 7,
    });
  });

  it("gives the gates in its comment in a form that works when uncommented", () => {
    const text = initConfig("a.csv", customers).replace('// "gates"', '"gates"');
    expect(parseConfig(text, "f")).toMatchObject({
      diagnostics: [],
      config: { report: { gates: { columnShapes: { min: 0.85 }, dcrShare: { max: 0.55 } } } },
    });
  });

  it("says once that free text is left out", () => {
    const warnings = ["free text is never modeled or copied: give a pattern to fill it, or it is left out"];
    const text = initConfig("a.csv", table([column("note", "text", { warnings })]));
    expect(text.match(/left out/g)).toHaveLength(1);
  });

  it("copes with any name, reason and size", () => {
    const sdtypes: Sdtype[] = ["numerical", "categorical", "boolean", "datetime", "id", "text"];
    const anyText = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("*/", "// x\n", '"', "\u2028", "__proto__"),
    );
    const columns = fc.uniqueArray(
      fc.record({
        name: anyText,
        reason: anyText,
        warning: anyText,
        pattern: anyText,
        sdtype: fc.constantFrom(...sdtypes),
      }),
      { selector: (c) => c.name, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        columns,
        anyText.filter((path) => path !== ""),
        fc.nat(2000),
        (made, path, rows) => {
          const profile = table(
            made.map(({ name, sdtype, reason, warning, pattern }) =>
              column(name, sdtype, { reason, warnings: [warning], pattern }),
            ),
            rows,
          );
          const parsed = parseConfig(initConfig(path, profile), "f");
          expect(parsed.diagnostics).toEqual([]);
          const names = made.map((c) => c.name).filter((name) => name !== "__proto__");
          expect(Object.keys(parsed.config!.columns).sort()).toEqual(names.sort());
        },
      ),
      { numRuns: 60, seed: 6 },
    );
  });
});

describe("suggestTarget", () => {
  it("takes the last column of few values, parts of dates only if there is nothing else", () => {
    const year = column("obs_year", "categorical");
    const sex = column("sex", "categorical", { cardinality: 2 });
    const many = column("city", "categorical", { cardinality: 21 });
    const sparse = column("flag", "boolean", { missing: 600 });
    expect(suggestTarget(table([column("kind", "categorical"), sex, many, sparse, year]))).toBe("sex");
    expect(suggestTarget(table([many, year]))).toBe("obs_year");
    expect(suggestTarget(table([many, column("age", "numerical")]))).toBeUndefined();
  });
});
