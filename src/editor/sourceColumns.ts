import { cutText } from "../jsonc/quote.ts";
import type { SourceColumn } from "../protocol/editor.ts";
import type { ColumnProfile } from "../table/profile/tableProfile.ts";

/** More of a value says nothing more, and a cell may hold a book. */
const shown = 200;

/** What a view may see of a column. `say`: its reason and warnings, which are English sentences, in the language of the view. */
export function sourceColumn(column: ColumnProfile, say = (sentence: string) => sentence): SourceColumn {
  const { name, sdtype, rows, missing, cardinality, min, max, mean, std, histogram, pattern } = column;
  return {
    name,
    sdtype,
    rows,
    missing,
    cardinality,
    min,
    max,
    mean,
    std,
    histogram,
    pattern,
    reason: cut(say(column.reason)),
    top: column.top.map(({ value, count }) => ({ value: cut(value), count })),
    examples: column.examples.slice(0, 6).map(cut),
    warnings: column.warnings.map((warning) => cut(say(warning))),
    ...(column.personal !== undefined && { personal: column.personal }),
    median: column.quantiles?.[3] ?? null,
    physical: column.format.physical,
  };
}

function cut(text: string): string {
  return cutText(text, shown);
}
