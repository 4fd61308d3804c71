import { describe, expect, it } from "vitest";
import { checkColumns } from "../../../src/config/check/checkColumns.ts";
import { parseConfig } from "../../../src/config/parseConfig.ts";
import { column, customers, table } from "../profiles.ts";

function check(more: Record<string, unknown>, profile = customers) {
  const text = JSON.stringify({ source: { path: "c.csv" }, ...more });
  const parsed = parseConfig(text, "f");
  expect(parsed.diagnostics).toEqual([]);
  return checkColumns(parsed, profile)
    .filter((d) => d.code !== "text-left-out" && d.code !== "few-rows")
    .map(({ code, severity, message, offset, length, fix }) => ({
      code,
      severity,
      message,
      marked: text.slice(offset, offset + length),
      fix: fix?.newText,
    }));
}

describe("checkColumns", () => {
  it("finds nothing wrong with a config that says nothing", () => {
    expect(check({})).toEqual([]);
  });

  it("names the directives that a date format may have", () => {
    const found = check({ columns: { joined: { format: "%Q" } } });
    expect(found[0]?.message).toContain("unknown directive %Q; the directives are %Y %y %m %d");
    expect(check({ columns: { joined: { format: "%A %-d %B %Y, 100%%" } } })).toEqual([]);
  });

  it.each([
    [{ columns: { incme: {} } }, "unknown-column", '"incme"', '"income"'],
    [{ columns: { elsewhere: {} } }, "unknown-column", '"elsewhere"', undefined],
    [{ columns: { plan: { type: "numerical" } } }, "wrong-column-type", '"numerical"', '"categorical"'],
    [{ columns: { plan: { type: "datetime" } } }, "wrong-column-type", '"datetime"', '"categorical"'],
    [{ columns: { age: { type: "boolean" } } }, "wrong-column-type", '"boolean"', '"numerical"'],
    [{ columns: { age: { min: "young" } } }, "wrong-type", '"young"', undefined],
    [{ columns: { joined: { min: "1.2.2020" } } }, "wrong-type", '"1.2.2020"', undefined],
    [
      { columns: { joined: { min: "2022-01-01", max: "2021-12-31" } } },
      "invalid-value",
      '"2022-01-01"',
      undefined,
    ],
    [{ columns: { age: { min: 91 } } }, "out-of-range", "91", undefined],
    [{ columns: { age: { max: 17 } } }, "out-of-range", "17", undefined],
    [{ columns: { customer_id: { pattern: "[A-" } } }, "invalid-pattern", '"[A-"', undefined],
    [{ columns: { joined: { format: "%Q" } } }, "invalid-format", '"%Q"', undefined],
    [{ columns: { joined: { format: "%A %E" } } }, "invalid-format", '"%A %E"', undefined],
    [{ columns: { joined: { format: "%Y-%" } } }, "invalid-format", '"%Y-%"', undefined],
    [{ columns: { joined: { format: "yyyy-mm-dd" } } }, "invalid-format", '"yyyy-mm-dd"', undefined],
    [{ report: { target: "actve" } }, "unknown-column", '"actve"', '"active"'],
    [{ report: { target: "customer_id" } }, "unfit-target", '"customer_id"', undefined],
    [{ report: { target: "notes" } }, "unfit-target", '"notes"', undefined],
    [{ report: { target: "joined" } }, "unfit-target", '"joined"', undefined],
    [
      { columns: { plan: { role: "drop" } }, report: { target: "plan" } },
      "unfit-target",
      '"plan"',
      undefined,
    ],
    [
      { columns: { plan: { role: "target" } }, report: { target: "age" } },
      "two-targets",
      '"target"',
      undefined,
    ],
    [
      { columns: { plan: { role: "target" }, active: { role: "target" } } },
      "two-targets",
      '"target"',
      undefined,
    ],
    [{ report: { sensitive: ["plann"] } }, "unknown-column", '"plann"', '"plan"'],
    [{ report: { quasiIdentifiers: ["age", "zip"] } }, "unknown-column", '"zip"', undefined],
    [
      { report: { holdout: 0, gates: { dcrShare: { max: 0.5 } } } },
      "gate-impossible",
      '"dcrShare"',
      undefined,
    ],
    [
      { report: { holdout: 0, gates: { columnShapes: { min: 0.9, relativeToCeiling: true } } } },
      "gate-impossible",
      '"columnShapes"',
      undefined,
    ],
    [
      { report: { sections: ["fidelity"], gates: { privacy: { min: 0.5 } } } },
      "gate-impossible",
      '"privacy"',
      undefined,
    ],
    [
      { report: { gates: { disclosureProtection: { min: 0.5 } } } },
      "gate-impossible",
      '"disclosureProtection"',
      undefined,
    ],
    [
      { report: { gates: { reidentificationRisk: { max: 0.5 } } } },
      "gate-impossible",
      '"reidentificationRisk"',
      undefined,
    ],
    [
      { model: { type: "gaussianCopula", numericalDistributions: { Age: "norm" } } },
      "unknown-column",
      '"Age"',
      '"age"',
    ],
  ])("%j: error %s at %s", (more, code, marked, fix) => {
    expect(check(more)).toMatchObject([{ severity: "error", code, marked, fix }]);
  });

  it.each([
    [{ columns: { plan: { decimals: 2 } } }, "unused-setting", '"decimals"'],
    [{ columns: { age: { maxCategories: 9 } } }, "unused-setting", '"maxCategories"'],
    [{ columns: { age: { type: "numerical", role: "id" } } }, "id-role", '"id"'],
    [{ columns: { age: { type: "categorical", maxCategories: 10 } } }, "high-cardinality", '"age"'],
    [{ columns: { customer_id: { type: "categorical" } } }, "unique-categories", '"customer_id"'],
    [{ report: { holdout: 0.01 } }, "small-holdout", "0.01"],
    [{ report: { holdout: 0.6 } }, "large-holdout", "0.6"],
    [{ report: { sensitive: ["customer_id"] } }, "not-measured", '"customer_id"'],
    [{ report: { gates: { columnShapes: { max: 0.9 } } } }, "gate-direction", '"columnShapes"'],
    [{ report: { gates: { dcrShare: { min: 0.5 } } } }, "gate-direction", '"dcrShare"'],
    [{ report: { enabled: false, gates: { dcrShare: { max: 0.5 } } } }, "gate-unused", '"dcrShare"'],
  ])("%j: warning %s at %s", (more, code, marked) => {
    expect(check(more)).toMatchObject([{ severity: "warning", code, marked }]);
  });

  it("says nothing about a dropped column's settings", () => {
    expect(check({ columns: { plan: { role: "drop", type: "numerical", decimals: 3 } } })).toEqual([]);
  });

  it("warns of constant and empty columns, listed or not", () => {
    const odd = table([
      column("a", "numerical", { cardinality: 50 }),
      column("one", "categorical", { cardinality: 1 }),
      column("none", "categorical", { cardinality: 0, missing: 1000 }),
    ]);
    expect(check({}, odd).map((d) => d.code)).toEqual(["constant-column", "empty-column"]);
    expect(check({ columns: { one: { role: "drop" }, none: { role: "drop" } } }, odd)).toEqual([]);
  });

  it("refuses a table with nothing to learn", () => {
    const ids = table([column("id", "id"), column("note", "text")]);
    expect(check({}, ids)).toMatchObject([{ code: "nothing-to-learn", severity: "error" }]);
  });

  it("refuses fewer training rows than pac", () => {
    const model = { type: "ctgan", pac: 10 };
    const errors = (rows: number) =>
      check({ model }, table(customers.columns, rows)).filter((d) => d.severity === "error");
    expect(errors(9)).toMatchObject([{ code: "too-few-rows", marked: "10", fix: "1" }]);
    expect(errors(12)).toEqual([]);
  });

  it("stays quick on a thousand columns", () => {
    const names = Array.from({ length: 1000 }, (_, i) => `column ${i}`);
    const wide = table(names.map((name) => column(name, "numerical")));
    const columns = Object.fromEntries(names.map((name) => [`${name}x`, { type: "numerical" }]));
    const found = check({ columns }, wide);
    expect(found).toHaveLength(101);
    expect(found.at(-1)?.message).toContain("900 more");
  });
});
