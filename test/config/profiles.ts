import { type ColumnFormat, plainColumn } from "../../src/table/format.ts";
import type { ColumnProfile, TableProfile } from "../../src/table/profile/tableProfile.ts";

export const plainFormat: ColumnFormat = { physical: "text", ...plainColumn, fileType: null };

const physical = {
  numerical: "integer",
  categorical: "text",
  boolean: "boolean",
  datetime: "date",
  id: "text",
  text: "text",
} as const;

/** A column of a made-up table; `more` overrides what its type implies. */
export function column(
  name: string,
  sdtype: ColumnProfile["sdtype"],
  more: Partial<Omit<ColumnProfile, "format">> & { format?: Partial<ColumnFormat> } = {},
): ColumnProfile {
  const number = sdtype === "numerical";
  const date = sdtype === "datetime";
  return {
    name,
    sdtype,
    reason: `Looks ${sdtype}.`,
    rows: 1000,
    missing: 0,
    cardinality: sdtype === "boolean" ? 2 : sdtype === "categorical" ? 5 : 1000,
    min: number ? 0 : date ? Date.UTC(2020, 0, 1) : null,
    max: number ? 100 : date ? Date.UTC(2024, 11, 31) : null,
    mean: null,
    std: null,
    quantiles: null,
    histogram: null,
    top: [],
    examples: [],
    pattern: sdtype === "id" ? "[A-Z]{2}-\\d{5}" : null,
    warnings: [],
    ...more,
    format: {
      ...plainFormat,
      physical: physical[sdtype],
      ...(number ? { decimals: 0 } : {}),
      ...(date ? { dateFormat: "%Y-%m-%d" } : {}),
      ...more.format,
    },
  };
}

export function table(columns: readonly ColumnProfile[], rows = 1000): TableProfile {
  return { rows, columns: columns.map((c) => ({ ...c, rows })), warnings: [] };
}

/** customer_id, age, joined, plan, active, notes, income */
export const customers = table([
  column("customer_id", "id"),
  column("age", "numerical", { cardinality: 60, min: 18, max: 90 }),
  column("joined", "datetime"),
  column("plan", "categorical", { cardinality: 4, missing: 56 }),
  column("active", "boolean"),
  column("notes", "text"),
  column("income", "numerical", { format: { physical: "decimal", decimals: 2 } }),
]);
