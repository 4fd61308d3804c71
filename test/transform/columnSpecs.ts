import type { ColumnSpec } from "../../src/config/columnSpec.ts";
import type { ColumnFormat } from "../../src/table/format.ts";

interface Overrides extends Partial<Omit<ColumnSpec, "format">> {
  readonly format?: Partial<ColumnFormat>;
}

/** A column as inference would describe it, but for what `over` says. */
export function columnSpec(
  name: string,
  sdtype: ColumnSpec["sdtype"],
  { format, ...over }: Overrides = {},
): ColumnSpec {
  return {
    name,
    sdtype,
    role: "feature",
    format: {
      physical: "text",
      decimals: 0,
      fixedDecimals: false,
      keepPoint: false,
      dateFormat: null,
      missingToken: "",
      decimalPoint: ".",
      fileType: null,
      ...format,
    },
    decimals: null,
    min: null,
    max: null,
    missing: "model",
    maxCategories: 1000,
    minCategoryCount: 1,
    pattern: null,
    ...over,
  };
}
