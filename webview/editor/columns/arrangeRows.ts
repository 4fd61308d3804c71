import type { ColumnRow } from "./columnRows.ts";
import { personalOf } from "./personalBadge.ts";

export const sortKeys = ["file", "name", "type", "missing", "cardinality", "problems"] as const;
export type SortKey = (typeof sortKeys)[number];

export const filters = ["all", "changed", "problems", "personal"] as const;
export type Filter = (typeof filters)[number];

export interface Arrangement {
  readonly search: string;
  readonly filter: Filter;
  readonly sort: SortKey;
  readonly descending: boolean;
}

export const asInFile: Arrangement = { search: "", filter: "all", sort: "file", descending: false };

/** The rows to show, in order. Ties stay as in the file. */
export function arrangeRows(rows: readonly ColumnRow[], arrangement: Arrangement): ColumnRow[] {
  const { filter, sort, descending } = arrangement;
  const wanted = fold(arrangement.search.trim());
  const shown = rows.filter((row) => (wanted === "" || matches(row, wanted)) && shownBy[filter](row));
  if (sort === "file") return descending ? shown.reverse() : shown;
  const compare = comparisons[sort];
  const way = descending ? -1 : 1;
  return shown.sort((a, b) => way * compare(a, b) || a.index - b.index);
}

const shownBy: Readonly<Record<Filter, (row: ColumnRow) => boolean>> = {
  all: () => true,
  changed: ({ listed }) => listed,
  problems: ({ problems }) => problems.length > 0,
  personal: (row) => personalOf(row) !== undefined,
};

const comparisons: Readonly<Record<Exclude<SortKey, "file">, (a: ColumnRow, b: ColumnRow) => number>> = {
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: "base" }),
  type: (a, b) => typeOf(a).localeCompare(typeOf(b)),
  missing: (a, b) => missingShare(b) - missingShare(a),
  cardinality: (a, b) => (b.source?.cardinality ?? -1) - (a.source?.cardinality ?? -1),
  problems: (a, b) => weight(b) - weight(a),
};

/** What is typed is looked for in the name, the type and the role. */
function matches(row: ColumnRow, wanted: string): boolean {
  return fold(row.name).includes(wanted) || typeOf(row) === wanted || row.effective?.role === wanted;
}

function typeOf(row: ColumnRow): string {
  const { type } = row.explicit;
  return row.effective?.type ?? (typeof type === "string" ? type : "");
}

function missingShare({ source }: ColumnRow): number {
  return source === undefined ? -1 : source.missing / Math.max(1, source.rows);
}

function weight({ problems }: ColumnRow): number {
  const worst = problems.some((p) => p.severity === "error")
    ? 3
    : problems.some((p) => p.severity === "warning")
      ? 2
      : Math.min(1, problems.length);
  return worst * 1000 + problems.length;
}

function fold(text: string): string {
  return text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}
