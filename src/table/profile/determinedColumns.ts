import type { Table } from "../table.ts";
import { findDetermination } from "./determination.ts";
import type { ColumnProfile, TableProfile } from "./tableProfile.ts";

/** Pairs of columns looked at for functions of each other; in a table of more, each column is looked at beside the nearest ones only. */
const maxFunctionPairs = 2_000_000;
const minNeighbors = 64;

/** A profile with the names of the columns of 2 to 20 values that are functions of others: nobody predicts them. */
export function withDetermined(profile: TableProfile, table: Table): TableProfile {
  return { ...profile, determined: determinedColumns(table, profile.columns) };
}

function determinedColumns(table: Table, columns: readonly ColumnProfile[]): string[] {
  const telling = columns.flatMap(({ name, sdtype, cardinality }, i) =>
    sdtype === "id" || sdtype === "text" ? [] : [{ name, cardinality, column: table.columns[i]! }],
  );
  const isFew = ({ cardinality }: { readonly cardinality: number }) => cardinality >= 2 && cardinality <= 20;
  const width = Math.max(minNeighbors, Math.floor(maxFunctionPairs / telling.filter(isFew).length));
  const all = new Set(telling.map(({ name }) => name));
  return telling
    .filter((one, i) => {
      if (!isFew(one)) return false;
      const from = Math.max(0, Math.min(i - Math.floor(width / 2), telling.length - width));
      const near = telling.slice(from, from + width).map(({ column }) => column);
      return findDetermination({ rows: table.rows, columns: near }, one.name, all) !== null;
    })
    .map(({ name }) => name);
}
