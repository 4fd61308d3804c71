import { readFileSync } from "node:fs";
import type { ColumnSpec } from "../../src/config/columnSpec.ts";
import { type Column, makeTable, type Table } from "../../src/table/table.ts";

/** A CSV without quotes, for tests: columns whose every cell is a number (or missing) become numbers. */
export function readSimpleCsv(path: string, missing: readonly string[] = [""]): Table {
  const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  return makeTable(
    header!.split(",").map((name, c): Column => {
      const texts = cells.map((row) => row[c]!);
      const numeric = texts.every(
        (t) => missing.includes(t) || (t.trim() !== "" && !Number.isNaN(Number(t))),
      );
      if (numeric)
        return {
          kind: "number",
          name,
          values: Float64Array.from(texts, (t) => (missing.includes(t) ? Number.NaN : Number(t))),
        };
      const index = new Map<string, number>();
      const codes = Int32Array.from(texts, (t) => {
        if (missing.includes(t)) return -1;
        const code = index.get(t) ?? index.size;
        index.set(t, code);
        return code;
      });
      return { kind: "string", name, codes, dictionary: [...index.keys()] };
    }),
  );
}

/** Specs as inference would give them: numbers numerical with their decimals, text categorical. */
export function plainSpecs(
  table: Table,
  overrides: Readonly<Record<string, Partial<ColumnSpec>>> = {},
): ColumnSpec[] {
  return table.columns.map((column) => {
    const decimals = column.kind === "number" ? decimalsOf(column.values) : null;
    return {
      name: column.name,
      sdtype: column.kind === "string" ? "categorical" : column.kind === "number" ? "numerical" : "datetime",
      role: "feature",
      format: {
        physical: column.kind === "string" ? "text" : decimals === 0 ? "integer" : "decimal",
        decimals,
        fixedDecimals: false,
        keepPoint: false,
        dateFormat: column.kind === "datetime" ? "%Y-%m-%d" : null,
        missingToken: "",
        decimalPoint: ".",
        fileType: null,
      },
      decimals,
      min: null,
      max: null,
      missing: "model",
      maxCategories: 1000,
      minCategoryCount: 5,
      pattern: null,
      ...overrides[column.name],
    };
  });
}

function decimalsOf(values: Float64Array): number {
  let most = 0;
  for (const v of values) most = Math.max(most, (String(v).split(".")[1] ?? "").length);
  return most;
}
