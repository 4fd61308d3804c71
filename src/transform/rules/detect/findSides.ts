import type { Comparison, Rule } from "../../../config/rules/ruleSyntax.ts";
import { columnOf, compareClause, literalOf } from "./candidates.ts";
import { type Category, type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

/** Rows, in a random order, that a pair of columns is tried on before all are. */
const screenedRows = 400;
const maxValues = 6;
/** Of the rows with both values, those on either side of each other, at least. */
const minSide = 0.01;

/** Below, equal, above; several where they go with one value of a category. */
const relations: ReadonlyMap<string, Comparison> = new Map([
  ["0", "<"],
  ["1", "="],
  ["2", ">"],
  ["0,1", "<="],
  ["1,2", ">="],
  ["0,2", "!="],
]);

/**
 * `when paid > due then late = 'yes'`: categories that say which of two numbers or dates is the larger. Each of their values is one of
 * enough rows.
 */
export function findSides(data: DetectData): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const categories = data.categories.filter(
    ({ measured, values }) => !measured && values.length >= 2 && values.length <= maxValues,
  );
  const numbers = data.numbers.filter(({ name }) => !flags.has(name));
  return [...pairsOf(numbers), ...pairsOf(data.dates)].flatMap(([x, y]) => {
    const screen = sidesOf(x, y, screenedRows);
    if (!crosses(screen)) return [];
    let all: Int8Array | undefined;
    return categories.flatMap((category) => {
      if (category.name === x.name || category.name === y.name) return [];
      if (codesBySide(screen, category) === null) return [];
      all ??= sidesOf(x, y, x.values.length);
      return rulesOf([x, y], category, all);
    });
  });
}

function* pairsOf(columns: readonly NumberColumn[]): Generator<readonly [NumberColumn, NumberColumn]> {
  for (const [i, x] of columns.entries()) for (const y of columns.slice(i + 1)) yield [x, y];
}

/** Of the first rows: 0 where x is less than y, 1 where they are equal, 2 where it is more, −1 where one is missing. */
function sidesOf({ values: x }: NumberColumn, { values: y }: NumberColumn, rows: number): Int8Array {
  return Int8Array.from({ length: Math.min(rows, x.length) }, (_, i) =>
    Number.isNaN(x[i]!) || Number.isNaN(y[i]!) ? -1 : Math.sign(x[i]! - y[i]!) + 1,
  );
}

/** Whether x is less in some rows and more in others. */
function crosses(sides: Int8Array): boolean {
  const counts = [0, 0, 0];
  for (const side of sides) if (side >= 0) counts[side]!++;
  const [below, equal, above] = counts as [number, number, number];
  const all = below + equal + above;
  return [below, equal, above].filter((count) => count >= Math.max(2, minSide * all)).length >= 2;
}

/** The one value that the category has on each side, −1 where no row is; null where one side has several. */
function codesBySide(sides: Int8Array, { codes }: Category): Int32Array | null {
  const found = new Int32Array(3).fill(-1);
  for (let i = 0; i < sides.length; i++) {
    const [side, code] = [sides[i]!, codes[i]!];
    if (side < 0 || code < 0 || found[side] === code) continue;
    if (found[side]! >= 0) return null;
    found[side] = code;
  }
  return new Set(found.filter((code) => code >= 0)).size < 2 ? null : found;
}

function rulesOf(
  [x, y]: readonly [NumberColumn, NumberColumn],
  category: Category,
  sides: Int8Array,
): Rule[] {
  const found = codesBySide(sides, category);
  if (found === null) return [];
  const named = Math.max(category.minRows, minNamedRows);
  return [...new Set(found)].flatMap((code): Rule[] => {
    if (code < 0 || category.counts[code]! < named) return [];
    const own = [0, 1, 2].filter((side) => found[side] === code);
    const operator = relations.get(own.join());
    if (operator === undefined) return [];
    return [
      {
        kind: "when",
        when: compareClause([columnOf(x.name), columnOf(y.name)], [operator]),
        then: compareClause([columnOf(category.name), literalOf(category.values[code]!)], ["="]),
        repair: false,
      },
    ];
  });
}
