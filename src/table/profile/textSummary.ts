import type { StringColumn } from "../table.ts";
import { insertTop } from "./numberSummary.ts";

export interface TextSummary {
  readonly missing: number;
  readonly cardinality: number;
  /** Most frequent values, ties in order of the dictionary. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
  /** Dictionary entries in use. */
  readonly used: readonly string[];
  /** Values seen in one row only. */
  readonly singletons: number;
  readonly meanLength: number;
}

export function summarizeText(column: StringColumn): TextSummary {
  const counts = new Int32Array(column.dictionary.length);
  let missing = 0;
  for (const code of column.codes) {
    if (code < 0) missing++;
    else counts[code]!++;
  }
  const top: { value: string; count: number }[] = [];
  const used: string[] = [];
  let singletons = 0;
  let length = 0;
  for (let k = 0; k < counts.length; k++) {
    const count = counts[k]!;
    if (count === 0) continue;
    const value = column.dictionary[k]!;
    used.push(value);
    length += value.length;
    if (count === 1) singletons++;
    insertTop(top, { value, count });
  }
  return {
    missing,
    cardinality: used.length,
    top,
    used,
    singletons,
    meanLength: used.length === 0 ? 0 : length / used.length,
  };
}
