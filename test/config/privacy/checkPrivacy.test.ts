import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config/parseConfig.ts";
import { checkPrivacy } from "../../../src/config/privacy/checkPrivacy.ts";
import { declaredColumns } from "../../../src/config/privacy/domain.ts";
import { columnConfig } from "../../../src/config/schema.ts";

/** Findings of a config with these parts, as `path: message`. */
function findings(parts: Readonly<Record<string, unknown>>, names: readonly string[] = ["a"]): string[] {
  const value = {
    source: { path: "t.csv" },
    columns: { a: { values: ["x", "y"] } },
    privacy: { epsilon: 1, delta: 1e-6 },
    ...parts,
  };
  const { config, diagnostics } = parseConfig(JSON.stringify(value), "t.synth.json");
  if (config === undefined) return diagnostics.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return checkPrivacy(config, names).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

function edgesOf(column: Readonly<Record<string, unknown>>): readonly number[] {
  const { config } = parseConfig(
    JSON.stringify({ source: { path: "t.csv" }, columns: { a: column }, privacy: { epsilon: 1 } }),
    "t.synth.json",
  );
  expect(columnConfig(config!, "a")).toBeDefined();
  const [found] = declaredColumns(config!, ["a"]).fitted;
  if (found?.kind !== "bins") throw new Error("no bins");
  return found.edges;
}

describe("what a config says of privacy", () => {
  it("is refused at its place", () => {
    expect(findings({ privacy: { epsilon: 0 } })[0]).toMatch(/^privacy.epsilon: .*not 0/);
    expect(findings({ privacy: { epsilon: -1 } })[0]).toMatch(/^privacy.epsilon: /);
    expect(findings({ privacy: { epsilon: 1, delta: 0.001 } })[0]).toMatch(/^privacy.delta: .*not 0.001/);
    expect(findings({ privacy: { epsilon: 1, delta: 0 } })[0]).toMatch(/^privacy.delta: /);
    expect(findings({ privacy: { epsilon: 1, domain: "public" } })[0]).toMatch(
      /^privacy.domain: .*must be one of declared or private/,
    );
    expect(findings({ privacy: { delta: 1e-6 } })[0]).toMatch(/^privacy.epsilon: .*missing/);
    expect(findings({ privacy: { epsilon: 1, unit: "person" } })[0]).toMatch(
      /^privacy.unit: column "person" is not in/,
    );
    const names = ["b", "c", "d", "e", "f"];
    const columns = Object.fromEntries(names.map((name) => [name, { min: 0, max: 9 }]));
    const privacy = { epsilon: 0.001, delta: 1e-30, unit: "a", maxRowsPerUnit: 1000 };
    const tiny = findings({ privacy, columns }, ["a", ...names]);
    expect(tiny).toEqual([
      expect.stringMatching(/^privacy.epsilon: the noise of a cell would be ± \de\+\d+ rows: raise epsilon/),
    ]);
    expect(findings({ columns: { a: { min: 0 } } })[0]).toMatch(
      /^columns.a: column "a": say what it may hold/,
    );
    expect(findings({}, ["a", "b"])[0]).toMatch(/^privacy.domain: column "b": say what it may hold/);
    expect(findings({ columns: { a: { role: "drop" } } })[0]).toMatch(/^columns: no column has a domain/);
    expect(findings({ source: { path: "t.xlsx" } })[0]).toMatch(/^source.path: .*Excel.*CSV or Parquet/);
    expect(findings({ source: { path: "t.ndjson" } })[0]).toMatch(/^source.path: .*JSON.*CSV or Parquet/);
    expect(findings({ model: { type: "tvae" } })[0]).toMatch(/^model.type: the model tvae cannot keep/);
  });

  it("is warned of where the guarantee is weak, and accepted where it is not", () => {
    expect(findings({ privacy: { epsilon: 21 } })).toEqual([
      expect.stringMatching(/^privacy.epsilon: an epsilon of 21 bounds hardly anything/),
    ]);
    expect(findings({ output: { rows: 500 } })).toEqual([
      expect.stringMatching(/^output.rows: output.rows \(500\) is released as it is/),
    ]);
    expect(findings({})).toEqual([]);
    expect(findings({ columns: { a: { min: 0, max: 9 }, b: { role: "id" } } }, ["a", "b"])).toEqual([]);
  });

  it("is bought where it is open, and what may come from the data is left aside", () => {
    const privacy = { epsilon: 1, domain: "private" };
    const inited = {
      columns: { a: { type: "numerical", decimals: 2 }, b: { personal: "email", replace: "invent" } },
      rules: ["a >= 0"],
      output: { rows: 500 },
      privacy,
    };
    expect(findings(inited, ["a", "b", "c"])).toEqual([]);
    expect(findings({ privacy, columns: {}, model: { type: "ctgan" } })[0]).toMatch(/^model.type: /);
    const names = Array.from({ length: 1200 }, (_, i) => `c${i}`);
    expect(findings({ privacy, columns: {} }, names)[0]).toMatch(/^privacy: 1200 columns of/);
    expect(findings({ privacy, columns: { a: { role: "drop" } } })[0]).toMatch(/no column has a domain/);
  });

  it("is refused with the cells and a remedy where the tables are too large", () => {
    const names = Array.from({ length: 400 }, (_, i) => `c${i}`);
    const columns = Object.fromEntries(
      names.map((name) => [name, { min: 0, max: 1e6, bins: 1000, missing: "never" }]),
    );
    const found = findings({ columns }, names);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /400 columns of 400,000 values in all make .* cells, more than .*: declare fewer bins/,
    );
  });
});

describe("bins of a declared domain", () => {
  it("have no value of the grid on a bound", () => {
    expect(edgesOf({ min: 1, max: 4 })).toEqual([0.5, 1.5, 2.5, 3.5, 4.5]);
    expect(edgesOf({ min: 0, max: 99, bins: 4 })).toEqual([-0.5, 24.5, 49.5, 74.5, 99.5]);
    expect(edgesOf({ min: 0, max: 5000, bins: [1, 1000] })).toEqual([-0.5, 0.5, 999.5, 5000.5]);
    expect(edgesOf({ min: 0, max: 1, bins: 2 })[0]).toBeCloseTo(-0.0005, 9);
    expect(edgesOf({ min: 7, max: 7 })).toHaveLength(2);
  });

  it("of dates are ticks of their format", () => {
    const day = 86_400_000;
    const edges = edgesOf({ type: "datetime", min: "2024-01-01", max: "2024-01-04", bins: 2 });
    expect(edges.map((edge) => (edge - Date.UTC(2024, 0, 1)) / day)).toEqual([-0.5, 1.5, 3.5]);
  });
});
