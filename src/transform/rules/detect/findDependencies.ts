import type { Rule } from "../../../config/rules/ruleSyntax.ts";
import { joinCodes } from "../judge/groupRows.ts";
import type { Category, DetectData } from "./detectData.ts";
import { nearShare } from "./near.ts";

const triedRows = 2000;
/** Rows for each pair of values that says what the third is, at least. */
const minRowsPerPair = 5;
const maxPairs = 1000;
/** Sets of three that are tried, at most: with hundreds of columns not all are. */
const maxTried = 1_000_000;

/**
 * Columns with few values that two others decide together and neither alone: as combinations of the three. Of very many columns
 * only the first are tried.
 *
 * @param isSaid whether rules found before say how the columns go together
 */
export function findDependencies(
  { categories, table }: DetectData,
  isSaid: (names: readonly string[]) => boolean,
): Rule[] {
  const alone = categories.map((a) =>
    categories.map((b) => a === b || decides(a.codes, a.values.length, b, table.rows)),
  );
  const rules: Rule[] = [];
  let left = maxTried;
  for (const [i, a] of categories.entries())
    for (const [j, b] of categories.entries()) {
      if (left < 0) return rules;
      if (j <= i || alone[i]![j] || alone[j]![i] || a.values.length * b.values.length > maxPairs) continue;
      const tried = join(a, b, Math.min(triedRows, table.rows));
      if (tried.size * minRowsPerPair > table.rows) continue;
      left -= categories.length;
      let whole: { codes: Int32Array; size: number } | undefined;
      for (const [k, c] of categories.entries()) {
        if (k === i || k === j || alone[i]![k] || alone[j]![k]) continue;
        if (!decides(tried.codes, tried.size, c, tried.codes.length)) continue;
        whole ??= join(a, b, table.rows);
        const enough = whole.size * minRowsPerPair <= table.rows;
        if (!enough || !decides(whole.codes, whole.size, c, table.rows)) continue;
        const names = [a.name, b.name, c.name];
        const known = rules.some(
          (rule) => "columns" in rule && rule.columns.every((name) => names.includes(name)),
        );
        if (!known && !isSaid(names)) rules.push({ kind: "combinations", columns: names, repair: false });
      }
    }
  return rules;
}

function join(a: Category, b: Category, rows: number): { codes: Int32Array; size: number } {
  return joinCodes(a.codes.subarray(0, rows), a.values.length, b.codes.subarray(0, rows), b.values.length);
}

/** Whether rows with the same code nearly always have the same value; ends at the first rows that say otherwise. */
function decides(codes: Int32Array, size: number, { codes: values }: Category, rows: number): boolean {
  const first = new Int32Array(size).fill(-1);
  let [met, off] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const [code, value] = [codes[i]!, values[i]!];
    if (code < 0 || value < 0) continue;
    met++;
    if (first[code] === -1) first[code] = value;
    else if (first[code] !== value && ++off > 2 + nearShare * met) return false;
  }
  return met > 0;
}
