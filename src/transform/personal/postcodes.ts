import type { ColumnSpec } from "../../config/columnSpec.ts";
import { codesOf } from "../../table/codes.ts";
import { type Holders, toldCounts } from "../../table/protection/holders.ts";
import { maxRareShare } from "../../table/split/splitText.ts";
import { findColumn, type Table } from "../../table/table.ts";

/** The specs with postcodes invented of which too many rows hold one that too few rows or persons share to be fitted. */
export function withInventedPostcodes(
  specs: readonly ColumnSpec[],
  table: Table,
  holders: Holders | undefined,
): readonly ColumnSpec[] {
  return specs.map((spec) =>
    isSparse(spec, table, holders)
      ? { ...spec, sdtype: "text", personal: { type: "postcode", replace: "invent" } }
      : spec,
  );
}

function isSparse(spec: ColumnSpec, table: Table, holders: Holders | undefined): boolean {
  const { personal, role, sdtype, minCategoryCount: k } = spec;
  const column = findColumn(table, spec.name);
  if (personal?.type !== "postcode" || personal.replace !== "keep" || column === undefined) return false;
  if (role !== "feature" || sdtype !== "categorical") return false;
  const coded = codesOf(column);
  const told = toldCounts(coded, k, holders);
  const rows = coded.codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0);
  const rare = coded.codes.reduce((sum, code) => sum + (code >= 0 && told[code]! < k ? 1 : 0), 0);
  return rare > maxRareShare * rows;
}
