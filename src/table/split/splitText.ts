import { isNumber } from "../read/csv/csvQuoting.ts";
import type { StringColumn } from "../table.ts";
import { findOptionSet, rowsOfTexts } from "./optionSet.ts";
import { describeForm, findTextForms } from "./textForms.ts";

/** How the texts of a column are fitted other than as a whole. */
export type TextSplit = { readonly by: "options"; readonly separator: string } | { readonly by: "parts" };

export interface FoundSplit {
  readonly split: TextSplit;
  /** A clause for a person. */
  readonly reason: string;
}

/** Of the rows with a value, those whose whole text is rare, from which on a list of few options is fitted by option. */
const minRareOptions = 0.01;
/** Different texts from which on a list is fitted by option although none is rare. */
const manySets = 50;
/** Different numbers from which on a column of numbers and texts is a measurement. */
const manyNumbers = 20;
/** Of the rows with a value, those whose whole text is rare, above which a column is not fitted as categories. */
export const maxRareShare = 0.2;

/** Share of the rows with a value whose text fewer than `minRows` rows hold. */
export function rareShare(column: StringColumn, minRows: number): number {
  let [rare, present] = [0, 0];
  for (const count of rowsOfTexts(column)) {
    present += count;
    if (count < minRows) rare += count;
  }
  return present === 0 ? 0 : rare / present;
}

/** Finds how a column of categories, too many of them rare, is better fitted: by option, or by its parts. Null where as it is, or not at all. */
export function findSplit(column: StringColumn, minRows: number): FoundSplit | null {
  const rare = rareShare(column, minRows);
  if (rare > minRareOptions || column.dictionary.length > manySets) {
    const set = findOptionSet(column, minRows);
    if (set !== null)
      return {
        split: { by: "options", separator: set.separator },
        reason: `several answers in a cell, ${JSON.stringify(set.separator)} between them: fitted by option, ${set.options.length} of them`,
      };
  }
  if (rare <= (isMostlyNumbers(column) ? minRareOptions : maxRareShare)) return null;
  const found = findTextForms(column, minRows);
  if (found === null) return null;
  const shown = found.forms.slice(0, 3).map((form) => withoutNames(describeForm(form)));
  const more = found.forms.length > shown.length ? ` and ${found.forms.length - shown.length} more` : "";
  return {
    split: { by: "parts" },
    reason: `texts of ${found.forms.length === 1 ? "the form" : "the forms"} ${shown.join(", ")}${more}: fitted by their parts`,
  };
}

/** Whether half of the rows hold plain numbers, many of them different: measurements with marks such as `<0.6`. */
function isMostlyNumbers(column: StringColumn): boolean {
  let [rows, numbers, different] = [0, 0, 0];
  for (const [code, count] of rowsOfTexts(column).entries()) {
    rows += count;
    if (count === 0 || !isNumber(column.dictionary[code]!)) continue;
    numbers += count;
    different++;
  }
  return different >= manyNumbers && numbers >= 0.5 * rows;
}

/** A form without its words: a name may be one of them. Units and symbols of up to three letters stay. */
function withoutNames(form: string): string {
  return form.replace(/\{\w+\}|\p{L}{4,}/gu, (part) => (part.startsWith("{") ? part : "{word}"));
}
