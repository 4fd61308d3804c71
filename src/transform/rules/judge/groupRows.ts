import { codedColumn, type RuleView } from "./ruleView.ts";

/** Rows by what several columns hold together. */
export interface RowGroups {
  /** Of each row, from 0 in the order they occur; −1 where one of the columns is missing. */
  readonly groups: Int32Array;
  readonly count: number;
  /** What the rows of a group hold, the same text in every table: JSON of their texts. */
  keys(group: number): string;
}

/** Pairs are numbered by a table instead of a map where there are not more possible ones than this many a row. */
const maxPerRow = 8;
const smallTable = 4096;

/** @throws RangeError when there is no such column */
export function groupRows(columns: readonly string[], view: RuleView): RowGroups {
  const coded = columns.map((name) => codedColumn(view, name));
  let groups: Int32Array = Int32Array.from(coded[0]!.codes);
  let size = coded[0]!.texts.length;
  for (const { codes, texts } of coded.slice(1)) {
    const joined = joinCodes(groups, size, codes, texts.length);
    groups = joined.codes;
    size = joined.size;
  }
  const renumbered = joinCodes(groups, size, new Int32Array(groups.length), 1);
  const first = new Int32Array(renumbered.size).fill(-1);
  renumbered.codes.forEach((group, i) => {
    if (group >= 0 && first[group] === -1) first[group] = i;
  });
  const known = new Array<string | undefined>(renumbered.size);
  return {
    groups: renumbered.codes,
    count: renumbered.size,
    keys(group) {
      known[group] ??= JSON.stringify(coded.map(({ codes, texts }) => texts[codes[first[group]!]!]!));
      return known[group]!;
    },
  };
}

/** Of each row a code for the pair of codes, in the order they occur; −1 where one is. */
export function joinCodes(
  a: Int32Array,
  sizeA: number,
  b: Int32Array,
  sizeB: number,
): { readonly codes: Int32Array; readonly size: number } {
  const codes = new Int32Array(a.length);
  let size = 0;
  if (sizeA * sizeB <= Math.max(smallTable, maxPerRow * a.length)) {
    const table = new Int32Array(sizeA * sizeB);
    for (let i = 0; i < codes.length; i++) {
      const [x, y] = [a[i]!, b[i]!];
      if (x < 0 || y < 0) codes[i] = -1;
      else {
        const key = x * sizeB + y;
        if (table[key] === 0) table[key] = ++size;
        codes[i] = table[key]! - 1;
      }
    }
    return { codes, size };
  }
  const map = new Map<number, number>();
  for (let i = 0; i < codes.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x < 0 || y < 0) {
      codes[i] = -1;
      continue;
    }
    const key = x * sizeB + y;
    let code = map.get(key);
    if (code === undefined) {
      code = size++;
      map.set(key, code);
    }
    codes[i] = code;
  }
  return { codes, size };
}
