import type { SourceSample } from "../read/sampled/sourceSample.ts";
import type { Table } from "../table.ts";
import type { ColumnProfile, TableProfile } from "./tableProfile.ts";

const maxShown = 10;

/** The profile of a sample with the counts of all rows of the file; any other profile as it is. */
export function wholeProfile(
  profile: TableProfile,
  { sample, table }: { readonly sample?: SourceSample; readonly table: Table },
): TableProfile {
  if (sample === undefined) return profile;
  const whole = new Map(sample.columns.map((column) => [column.name, column]));
  const texts = new Set(table.columns.filter(({ kind }) => kind === "string").map(({ name }) => name));
  return {
    ...profile,
    rows: sample.rows,
    columns: profile.columns.map((column): ColumnProfile => {
      const { missing, distinct, min, max, counts } = whole.get(column.name)!;
      const isShown = counts !== null && column.top.length > 0 && texts.has(column.name);
      return {
        ...column,
        rows: sample.rows,
        missing,
        cardinality: distinct ?? column.cardinality,
        ...(column.sdtype === "numerical" && min !== null && max !== null && { min, max }),
        ...(isShown && { top: mostFrequent(counts) }),
      };
    }),
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): ColumnProfile["top"] {
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, maxShown)
    .map(([value, count]) => ({ value, count }));
}
