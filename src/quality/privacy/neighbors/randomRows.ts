import type { Column, Table } from "../../../table/table.ts";
import type { PrivacyData } from "../privacyData.ts";
import type { RowMatrix } from "./rowSpace.ts";

/**
 * Rows without any information, as SDMetrics' DCRBaselineProtection draws them: numbers and dates uniform between the training
 * minimum and maximum, categories uniform among those seen, the same share of missing values, columns independent.
 */
export function randomRows(data: PrivacyData, rows: number): RowMatrix {
  const random = data.random.fork("random rows");
  const columns = data.all.training.columns.map((column): Column => {
    if (column.kind === "string") {
      const seen = [...new Set(column.codes)].filter((code) => code >= 0).sort((a, b) => a - b);
      const missing = share(column.codes, (code) => code < 0);
      const codes = Int32Array.from({ length: rows }, () =>
        seen.length === 0 || random.uniform() < missing ? -1 : seen[random.below(seen.length)]!,
      );
      return { ...column, codes };
    }
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const v of column.values) {
      if (v < min) min = v;
      if (v > max) max = v;
    }
    const missing = share(column.values, Number.isNaN);
    const values = Float64Array.from({ length: rows }, () =>
      max < min || random.uniform() < missing ? Number.NaN : min + (max - min) * random.uniform(),
    );
    return { ...column, values };
  });
  const table: Table = { rows, columns };
  return data.space.encode(table);
}

function share(values: Int32Array | Float64Array, is: (value: number) => boolean): number {
  let n = 0;
  for (const v of values) n += is(v) ? 1 : 0;
  return values.length === 0 ? 0 : n / values.length;
}
