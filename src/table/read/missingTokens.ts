/** Spellings of missing in any column: pandas' defaults. Case matters. */
export const alwaysMissing: readonly string[] = [
  "",
  "NA",
  "N/A",
  "n/a",
  "NaN",
  "nan",
  "-NaN",
  "-nan",
  "NULL",
  "null",
  "None",
  "<NA>",
  "\\N",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "1.#IND",
  "-1.#IND",
  "1.#QNAN",
  "-1.#QNAN",
];
/** Also missing among numbers and dates; in a column of text these are values (Adult's `?` is a category). */
const amongNumbers = [
  "?",
  "-",
  "--",
  ".",
  "*",
  "na",
  "Null",
  "none",
  "NIL",
  "nil",
  "missing",
  "unknown",
  "#DIV/0!",
  "#VALUE!",
  "#REF!",
  "NaT",
];

export interface MissingTokens {
  inText(text: string): boolean;
  amongNumbers(text: string): boolean;
}

/** The default rules, or the empty cell and exactly the tokens given (Infinity is missing among numbers in any case). */
export function missingTokens(
  given: readonly string[] | undefined,
  { naIsValue = false }: { readonly naIsValue?: boolean } = {},
): MissingTokens {
  const text = new Set(given === undefined ? alwaysMissing : ["", ...given]);
  if (naIsValue) text.delete("NA");
  const numbers = new Set(given === undefined ? [...alwaysMissing, ...amongNumbers] : text);
  let longest = 0;
  for (const token of text) longest = Math.max(longest, token.length);
  return {
    inText: (t) => t.length <= longest && text.has(t),
    amongNumbers: (t) => numbers.has(t) || isInfinity(t),
  };
}

export function isInfinity(text: string): boolean {
  return /^[+-]?(inf|infinity)$/i.test(text);
}
