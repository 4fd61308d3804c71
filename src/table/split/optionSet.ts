import { type Holders, toldKeys } from "../protection/holders.ts";
import type { StringColumn } from "../table.ts";

/** Several answers in one cell. */
export interface OptionSet {
  /** Between two answers, as in the file: `;`, `, `. */
  readonly separator: string;
  /** Options that at least `minRows` rows hold, in the order in which cells list them. */
  readonly options: readonly string[];
  /** Rows that hold each of `options`. */
  readonly counts: readonly number[];
  /** Options that fewer rows hold, and rows that hold one of them. */
  readonly rareOptions: number;
  readonly rareRows: number;
}

const separators = [";", "|", ",", "/", "+", "&", "\n"];
/** Of the rows with a value, those that hold two options or more, at least. */
const minSeveral = 0.1;
/** Of the rows with a value, those that hold a rare option, at most. */
const maxRareShare = 0.2;
const maxOptions = 100;
const maxOptionLength = 80;

/** The options of a cell: the texts between separators, without the spaces around them; the same one twice counts once. */
export function splitOptions(text: string, separator: string): string[] {
  const sign = separator.trim() === "" ? separator : separator.trim();
  return [...new Set(text.split(sign).map((option) => option.trim()))].filter((option) => option !== "");
}

/** The set that a column of answers lists, with the separator found; null where its cells are no such lists. */
export function findOptionSet(column: StringColumn, minRows: number): OptionSet | null {
  const counts = rowsOfTexts(column);
  const first = column.dictionary.slice(0, 1000);
  for (const sign of separators) {
    const holding = first.filter((text) => text.includes(sign)).length;
    if (holding < Math.min(3, first.length * minSeveral)) continue;
    const set = readOptionSet(column, counts, sign, { minRows });
    if (set !== null && isSet(column, counts, set)) return set;
  }
  return null;
}

/**
 * The options of a column whose separator is known; `minRows` as in {@link OptionSet}, and as many persons where it is known whose
 * the rows are. Null where no option is that frequent.
 */
export function optionsOf(
  column: StringColumn,
  separator: string,
  minRows: number,
  holders?: Holders,
): OptionSet | null {
  return readOptionSet(column, rowsOfTexts(column), separator, { minRows, holders });
}

/** Rows that hold each text of the dictionary. */
export function rowsOfTexts({ codes, dictionary }: StringColumn): Float64Array {
  const counts = new Float64Array(dictionary.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

function readOptionSet(
  column: StringColumn,
  rows: Float64Array,
  separator: string,
  { minRows, holders }: { readonly minRows: number; readonly holders?: Holders | undefined },
): OptionSet | null {
  const { dictionary } = column;
  const counts = new Map<string, number>();
  let spaced = 0;
  let tight = 0;
  const lists = dictionary.map((text, code) => {
    if (rows[code] === 0) return [];
    const options = splitOptions(text, separator);
    for (const option of options) counts.set(option, (counts.get(option) ?? 0) + rows[code]!);
    if (options.length > 1) {
      if (text.includes(`${separator.trim() || separator} `)) spaced += rows[code]!;
      else tight += rows[code]!;
    }
    return options;
  });
  const told = holders === undefined ? counts : toldOptions(column, lists, counts, { k: minRows, holders });
  const frequent = [...counts]
    .filter(([option]) => told.get(option)! >= minRows)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, maxOptions)
    .map(([option]) => option);
  if (frequent.length === 0) return null;
  const options = inListedOrder(frequent, lists, rows);
  const kept = new Set(options);
  let rareRows = 0;
  for (const [code, list] of lists.entries())
    if (list.some((option) => !kept.has(option))) rareRows += rows[code]!;
  return {
    separator: spaced > tight ? `${separator.trim() || separator} ` : separator,
    options,
    counts: options.map((option) => counts.get(option)!),
    rareOptions: counts.size - options.length,
    rareRows,
  };
}

/** Rows of each option as they may be told. */
function toldOptions(
  column: StringColumn,
  lists: readonly (readonly string[])[],
  counts: ReadonlyMap<string, number>,
  rule: { readonly k: number; readonly holders: Holders },
): Map<string, number> {
  const names = [...counts.keys()];
  const index = new Map(names.map((option, i) => [option, i]));
  const keysOf = (code: number) => lists[code]!.map((option) => index.get(option)!);
  const told = toldKeys(column, keysOf, { size: names.length, ...rule });
  return new Map(names.map((option, i) => [option, told[i]!]));
}

/** Options are reused in many combinations, are not told apart by their place, and few rows hold a rare one. */
function isSet({ dictionary }: StringColumn, rows: Float64Array, set: OptionSet): boolean {
  const { options, rareOptions, rareRows, separator } = set;
  if (options.length < 3 || options.some((option) => option.length > maxOptionLength)) return false;
  const places = new Map<string, Set<number>>();
  const sizes = new Set<number>();
  let [present, several, texts, keyed, repeated] = [0, 0, 0, 0, 0];
  for (const [code, text] of dictionary.entries()) {
    const count = rows[code]!;
    if (count === 0) continue;
    const list = splitOptions(text, separator);
    const listed = text.split(separator.trim() || separator).length;
    if (list.length < listed) repeated += count;
    present += count;
    texts++;
    sizes.add(list.length);
    if (list.length > 1) several += count;
    if (list.every((option) => /^[\w .-]{1,40}[=:]/.test(option))) keyed += count;
    for (const [place, option] of list.entries())
      places.set(option, (places.get(option) ?? new Set()).add(place));
  }
  const moves = sizes.size > 1 || options.some((option) => places.get(option)!.size > 1);
  const isNumbers = options.filter((option) => /^[+-]?\d*[.,]?\d+$/.test(option)).length > options.length / 2;
  return (
    moves &&
    several >= Math.max(5, minSeveral * present) &&
    rareRows <= maxRareShare * present &&
    texts > options.length + rareOptions &&
    keyed < 0.5 * present &&
    repeated <= 0.02 * present &&
    !(isNumbers && (separator.startsWith("/") || separator.startsWith("+")))
  );
}

/** Options so that most cells list them in this order: first always one that no other left one precedes in most cells. */
function inListedOrder(
  options: readonly string[],
  lists: readonly (readonly string[])[],
  rows: Float64Array,
): string[] {
  const index = new Map(options.map((option, i) => [option, i]));
  const n = options.length;
  const before = new Float64Array(n * n);
  for (const [code, list] of lists.entries()) {
    const known = list.flatMap((option) => index.get(option) ?? []);
    for (let i = 0; i < known.length; i++)
      for (let j = i + 1; j < known.length; j++) before[known[i]! * n + known[j]!]! += rows[code]!;
  }
  const left = new Set(options.keys());
  const ordered: string[] = [];
  while (left.size > 0) {
    let best = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (const i of left) {
      let against = 0;
      for (const j of left) against += Math.max(0, before[j * n + i]! - before[i * n + j]!);
      if (against < fewest) [best, fewest] = [i, against];
    }
    left.delete(best);
    ordered.push(options[best]!);
  }
  return ordered;
}
