import type { Coded } from "../../table/codes.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { distinctTexts } from "../personal/people.ts";

/** Share of the ids named that are among those of the training rows: others may have been set aside. */
const minKnown = 0.4;

/** The column of one id for each row whose ids a column of ids that repeat names; undefined where there is none. */
export function namesRows(
  table: Table,
  name: string,
  coded: ReadonlyMap<string, Coded>,
  ids: readonly { readonly name: string }[],
): Column | undefined {
  const column = findColumn(table, name);
  if (column === undefined || column.kind === "datetime" || isOneEach(coded.get(name)!)) return undefined;
  for (const spec of ids) {
    const key = findColumn(table, spec.name);
    if (key === undefined || key.kind !== column.kind || !isOneEach(coded.get(spec.name)!)) continue;
    if (knownShare(column, key) >= minKnown) return key;
  }
  return undefined;
}

function isOneEach({ codes, distinct }: Coded): boolean {
  return distinct === codes.length;
}

/** Share of the different values of a column that are among those of another. */
function knownShare(column: Column, key: Column): number {
  const known = new Set(distinctTexts(key));
  const own = distinctTexts(column);
  return own.filter((value) => known.has(value)).length / Math.max(1, own.length);
}
